package io.atomstreams.pipelines.report.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BinsTest {

  @Property(tries = 200)
  void quantilesAreNearTheTrueOnesOfEitherSign(
      @ForAll @Size(min = 1, max = 200) List<@DoubleRange(min = -1e6, max = 1e6) Double> numbers,
      @ForAll @DoubleRange(min = 0.01, max = 1) double share) {
    NumberBins bins = new NumberBins();
    numbers.forEach(bins::add);
    List<Double> sorted = new ArrayList<>(numbers);
    Collections.sort(sorted);
    double exact = sorted.get((int) Math.max(1, Math.ceil(share * sorted.size())) - 1);

    assertThat(bins.quantile(share)).isCloseTo(exact, within(0.0625 * Math.abs(exact) + 1e-8));
    assertThat(bins.least()).isEqualTo(sorted.get(0));
    assertThat(bins.greatest()).isEqualTo(sorted.get(sorted.size() - 1));
  }

  @Test
  void smallWholeNumbersStayThemselves() {
    NumberBins bins = new NumberBins();
    for (int i = 0; i <= 16; i++) {
      bins.add(i);
      bins.add(-i);
    }

    for (int i = 0; i < 33; i++) {
      assertThat(bins.quantile((i + 1) / 34.0)).isIn((double) (i - 16), (double) (i - 17));
    }
    assertThat(bins.shares(-16, 16, 3)).containsExactly(11 / 34.0, 12 / 34.0, 11 / 34.0);
  }

  @Test
  void nothingHasNoQuantile() {
    NumberBins bins = new NumberBins();
    bins.add(Double.NaN);

    assertThat(bins.quantile(0.5)).isNaN();
    assertThat(bins.least()).isNaN();
    assertThat(bins.shares(0, 1, 2)).containsExactly(0, 0);
  }

  @Property(tries = 200)
  void timeBinsHoldAllInAnyOrderAndStayFew(
      @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 0, max = 4_000_000_000L) Long> times,
      @ForAll Random order) {
    TimeBins<long[]> bins = counted(times);
    List<Long> shuffled = new ArrayList<>(times);
    Collections.shuffle(shuffled, order);
    TimeBins<long[]> others = counted(shuffled);

    assertThat(bins.bins().values().stream().mapToLong(bin -> bin[0]).sum())
        .isEqualTo(times.size());
    assertThat((bins.bins().lastKey() - bins.bins().firstKey()) / bins.width())
        .isLessThan(TimeBins.MOST);
    assertThat(bins.bins().keySet()).allMatch(begin -> begin % bins.width() == 0);
    assertThat(others.width()).isEqualTo(bins.width());
    assertThat(others.bins().keySet()).isEqualTo(bins.bins().keySet());
  }

  private static TimeBins<long[]> counted(List<Long> times) {
    TimeBins<long[]> bins =
        new TimeBins<>(
            () -> new long[1],
            (one, other) -> {
              one[0] += other[0];
              return one;
            });
    times.forEach(time -> bins.at(time, bin -> bin[0]++));
    return bins;
  }
}
