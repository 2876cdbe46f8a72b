package io.atomstreams.operators.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void readsANameAlone() {
    Options options = Options.parse("adwin");

    assertThat(options.name()).isEqualTo("adwin");
    assertThat(options.number("delta", 0.002)).isEqualTo(0.002);
  }

  @Test
  void readsWhatIsGiven() {
    Options options = Options.parse("forest: trees=10, share=0.5, drift=false");

    assertThat(options.whole("trees", 1)).isEqualTo(10);
    assertThat(options.number("share", 1)).isEqualTo(0.5);
    assertThat(options.flag("drift", true)).isFalse();
    assertThatCode(options::requireAllTaken).doesNotThrowAnyException();
  }

  @Test
  void refusesWhatNobodyAskedFor() {
    Options options = Options.parse("adwin:dleta=1");
    options.number("delta", 0.002);

    assertThatThrownBy(options::requireAllTaken)
        .hasMessage("adwin has no option 'dleta'; its options are [delta]");
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> Options.parse("adwin:delta=x").number("delta", 1))
        .hasMessage("adwin: option delta is 'x', must be a number");
  }

  @Test
  void refusesWhatIsNoPair() {
    assertThatThrownBy(() -> Options.parse("adwin:delta"))
        .hasMessage("adwin: 'delta' is no option; write name:key=value,key=value");
  }

  @Test
  void refusesAKeyTwice() {
    assertThatThrownBy(() -> Options.parse("adwin:a=1,a=2"))
        .hasMessage("adwin: option a is given twice; keep one");
  }
}
