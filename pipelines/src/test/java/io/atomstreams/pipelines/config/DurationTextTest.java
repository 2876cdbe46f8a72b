package io.atomstreams.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @Test
  void readsEveryUnit() {
    assertThat(DurationText.parse("250ms")).contains(Duration.ofMillis(250));
    assertThat(DurationText.parse("90s")).contains(Duration.ofSeconds(90));
    assertThat(DurationText.parse("15 m")).contains(Duration.ofMinutes(15));
    assertThat(DurationText.parse("1h")).contains(Duration.ofHours(1));
    assertThat(DurationText.parse("30d")).contains(Duration.ofDays(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5x", "-5s", "1.5h", "h", "5 min", "12345678901s"})
  void refusesWhatIsNoDuration(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }

  @Property(tries = 300)
  void readsWhatItFormats(@ForAll @LongRange(min = 0, max = 999_999_999) long ms) {
    Duration duration = Duration.ofMillis(ms);
    assertThat(DurationText.parse(DurationText.format(duration))).contains(duration);
  }

  @Test
  void formatsWithTheLargestUnitThatFits() {
    assertThat(DurationText.format(Duration.ofHours(36))).isEqualTo("36h");
    assertThat(DurationText.format(Duration.ofSeconds(90))).isEqualTo("90s");
    assertThat(DurationText.format(Duration.ZERO)).isEqualTo("0ms");
  }
}
