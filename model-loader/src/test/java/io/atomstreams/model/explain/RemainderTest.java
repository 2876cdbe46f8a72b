package io.atomstreams.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RemainderTest {

  @Test
  void sharesOutBySizeAndKeepsWhatIsZero() {
    double[] out = {9, 3, -1, 0, 10, 9};

    Remainder.share(out, 1, 3, 12.4);

    assertThat(out).containsExactly(new double[] {9, 3.3, -0.9, 0, 10, 9}, within(1e-12));
  }

  @Test
  void movesTheBaseWhereThereIsNothingElse() {
    double[] out = {0, 0, 1};

    Remainder.share(out, 0, 2, 1.5);

    assertThat(out).containsExactly(0, 0, 1.5);
  }
}
