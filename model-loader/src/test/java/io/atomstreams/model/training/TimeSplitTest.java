package io.atomstreams.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.training.TimeSplit.Periods;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimeSplitTest {

  @Test
  void leavesOutRowsWhoseOutcomeReachesIntoTheNextPeriod() {
    Periods periods = new TimeSplit(100, 200, 10).apply(rowsAt(0, 90, 91, 99, 100, 190, 191, 200));

    assertThat(times(periods.train())).containsExactly(0, 90);
    assertThat(times(periods.validation())).containsExactly(100, 190);
    assertThat(times(periods.test())).containsExactly(200);
  }

  @Test
  void takesRowsInAnyOrderOfTime() {
    Periods periods = new TimeSplit(100, 200, 0).apply(rowsAt(250, 150, 50, 100, 10));

    assertThat(times(periods.train())).containsExactly(50, 10);
    assertThat(times(periods.validation())).containsExactly(150, 100);
    assertThat(times(periods.test())).containsExactly(250);
  }

  @Test
  void cutsByShares() {
    TrainingSet set = rowsAt(IntStream.range(0, 100).mapToLong(i -> 99 - i).toArray());

    TimeSplit split = TimeSplit.byShares(set, 0.6, 0.2, Duration.ofMillis(5));

    assertThat(split).isEqualTo(new TimeSplit(60, 80, 5));
    assertThat(split.apply(set).train().rowCount()).isEqualTo(56);
    assertThat(split.apply(set).validation().rowCount()).isEqualTo(16);
    assertThat(split.apply(set).test().rowCount()).isEqualTo(20);
  }

  @Property(tries = 200)
  void neverLetsALabelOverlapALaterPeriod(
      @ForAll @LongRange(max = 300) long horizon, @ForAll @LongRange(max = 1000) long step) {
    TrainingSet set =
        rowsAt(IntStream.range(0, 200).mapToLong(i -> i * 7919L % 1000 + step).toArray());
    TimeSplit split = TimeSplit.byShares(set, 0.5, 0.4, Duration.ofMillis(horizon));

    Periods periods = split.apply(set);

    assertThat(periods.train().to().toEpochMilli() + horizon)
        .isLessThanOrEqualTo(periods.validation().from().toEpochMilli());
    assertThat(periods.validation().to().toEpochMilli() + horizon)
        .isLessThanOrEqualTo(periods.test().from().toEpochMilli());
  }

  @Test
  void refusesAHorizonThatEatsAPeriod() {
    assertThatThrownBy(() -> new TimeSplit(100, 200, 150).apply(rowsAt(0, 120, 210)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("3 rows give 0 for training, 0 for validation and 1 for the test");
  }

  @Test
  void refusesPeriodsAndSharesInTheWrongOrder() {
    assertThatThrownBy(() -> new TimeSplit(200, 100, 0)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> new TimeSplit(100, 200, -1)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> TimeSplit.byShares(rowsAt(1), 0.8, 0.3, Duration.ZERO))
        .isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> TimeSplit.byShares(rowsAt(), 0.6, 0.2, Duration.ZERO))
        .isInstanceOf(ModelException.class);
  }

  private static TrainingSet rowsAt(long... timestamps) {
    return new TrainingSet(
        List.of("x"), new float[timestamps.length], new boolean[timestamps.length], timestamps);
  }

  private static List<Integer> times(TrainingSet set) {
    return IntStream.range(0, set.rowCount()).mapToObj(i -> (int) set.timestamp(i)).toList();
  }
}
