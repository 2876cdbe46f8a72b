package io.atomstreams.pipelines.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atomstreams.pipelines.report.html.Numerals;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void ticksAreRound() {
    assertThat(labels(NumberScale.around("", 0, 97, 5, Numerals::brief)))
        .containsExactly("0", "20", "40", "60", "80", "100");
    assertThat(labels(NumberScale.around("", 0, 5_300, 5, Numerals::brief)))
        .containsExactly("0", "2k", "4k", "6k");
    assertThat(labels(NumberScale.around("", 0.62, 0.71, 5, Numerals::brief)))
        .containsExactly("0.62", "0.64", "0.66", "0.68", "0.7", "0.72");
    assertThat(labels(NumberScale.around("", -3, 3, 5, Numerals::brief)))
        .containsExactly("-4", "-2", "0", "2", "4");
  }

  @Test
  void aSingleNumberHasAScaleToo() {
    assertThat(labels(NumberScale.around("", 0, 0, 3, Numerals::brief))).contains("0", "1");
    assertThat(labels(NumberScale.around("", Double.NaN, Double.NaN, 3, Numerals::brief)))
        .contains("0", "1");
    NumberScale around = NumberScale.around("", 7, 7, 3, Numerals::brief);
    assertThat(around.from()).isLessThan(7);
    assertThat(around.to()).isGreaterThan(7);
  }

  @Property(tries = 500)
  void ticksLieWithinAndAreFewAndEven(
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double low,
      @ForAll @DoubleRange(min = 0.01, max = 1e9) double range,
      @ForAll @IntRange(min = 2, max = 12) int most) {
    NumberScale scale = NumberScale.around("", low, low + range, most, Numerals::brief);
    List<Tick> ticks = scale.ticks(most);

    assertThat(scale.from()).isLessThanOrEqualTo(low + 1e-6 * range);
    assertThat(scale.to()).isGreaterThanOrEqualTo(low + range - 1e-6 * range);
    assertThat(ticks).hasSizeBetween(2, 2 * most + 2);
    double step = ticks.get(1).at() - ticks.get(0).at();
    for (Tick tick : ticks) {
      assertThat(scale.place(tick.at())).isBetween(-1e-6, 1 + 1e-6);
    }
    assertThat(ticks.get(ticks.size() - 1).at() - ticks.get(0).at())
        .isBetween((ticks.size() - 1) * step * 0.99, (ticks.size() - 1) * step * 1.01);
  }

  @Test
  void timeStopsAtWholeUnits() {
    assertThat(labels(time("2026-03-01T10:07:00Z", "2026-03-01T13:10:00Z", 4)))
        .containsExactly("11:00", "12:00", "13:00");
    assertThat(labels(time("2026-02-27T22:00:00Z", "2026-03-02T02:00:00Z", 4)))
        .containsExactly("28 Feb", "1 Mar", "2 Mar");
    assertThat(labels(time("2025-09-03T00:00:00Z", "2026-03-26T00:00:00Z", 4)))
        .containsExactly("Nov", "2026", "Mar");
    assertThat(labels(time("2026-03-01T10:00:01Z", "2026-03-01T10:00:04Z", 5)))
        .containsExactly("10:00:01", "10:00:02", "10:00:03", "10:00:04");
  }

  @Property(tries = 300)
  void timeHasNoMoreTicksThanAreWanted(
      @ForAll @LongRange(min = 0, max = 2_000_000_000_000L) long from,
      @ForAll @LongRange(min = 1_000, max = 1_000_000_000_000L) long length,
      @ForAll @IntRange(min = 3, max = 15) int most) {
    TimeScale scale = new TimeScale("", from, from + length);

    assertThat(scale.ticks(most)).hasSizeLessThanOrEqualTo(most + 1);
    assertThat(scale.ticks(most))
        .allSatisfy(tick -> assertThat(scale.place(tick.at())).isBetween(0.0, 1.0));
  }

  @Test
  void aScaleMustRise() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NumberScale("loss", 1, 1, Numerals::brief))
        .withMessage("loss: a scale from 1.0 to 1.0; it must be finite and rise");
  }

  private static TimeScale time(String from, String to, int most) {
    TimeScale scale =
        new TimeScale("", Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli());
    assertThat(scale.ticks(most)).isNotEmpty();
    return scale;
  }

  private static List<String> labels(Scale scale) {
    int most = scale instanceof TimeScale ? 4 : 5;
    return scale.ticks(most).stream().map(Tick::label).toList();
  }
}
