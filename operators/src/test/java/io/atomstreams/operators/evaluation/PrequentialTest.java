package io.atomstreams.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.evaluation.Prequential.By;
import io.atomstreams.operators.evaluation.Prequential.Options;
import io.atomstreams.operators.evaluation.Prequential.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrequentialTest {

  private static final NumberEvaluator NUMBERS = new NumberEvaluator();

  private static Outcome off(double by) {
    return Outcome.of(new double[] {by}, 0);
  }

  @Test
  void windowsOfTimeCloseInOrderAndAddUpToTheRun() {
    Prequential<Tally> windows = new Prequential<>(NUMBERS, new Options(By.TIME, 100, 2));
    var state = windows.codec().create();
    List<Window> closed = new ArrayList<>();
    for (int time = 0; time < 1_000; time += 10) {
      closed.addAll(windows.add(state, off(Math.floorDiv(time, 100)), time));
    }
    assertThat(closed).hasSize(8);
    closed.addAll(windows.close(state));

    assertThat(closed)
        .extracting(Window::from)
        .containsExactly(0L, 100L, 200L, 300L, 400L, 500L, 600L, 700L, 800L, 900L);
    assertThat(closed)
        .allSatisfy(w -> assertThat(w.report().value("mae")).isEqualTo(w.from() / 100.0));
    assertThat(windows.report(state).value("mae")).isEqualTo(4.5);
  }

  @Test
  void whatIsTakenBackLeavesTheWindowItCameInto() {
    Prequential<Tally> windows = new Prequential<>(NUMBERS, new Options(By.TIME, 100, 3));
    var state = windows.codec().create();
    for (int time : new int[] {-50, 50, 150}) {
      assertThat(windows.add(state, off(time), time)).isEmpty();
    }
    assertThat(windows.add(state, off(50).weighing(-1), 50)).isEmpty();
    assertThat(windows.add(state, off(8), 50)).isEmpty();

    assertThat(windows.open(state))
        .extracting(w -> w.report().value("mae"))
        .containsExactly(50.0, 8.0, 150.0);
    assertThat(windows.open(state).get(0).from()).isEqualTo(-100);
  }

  @Test
  void whatComesForAClosedWindowCountsInTheRunOnly() {
    Prequential<Tally> windows = new Prequential<>(NUMBERS, new Options(By.TIME, 100, 1));
    var state = windows.codec().create();
    assertThat(windows.add(state, off(1), 50)).isEmpty();
    assertThat(windows.add(state, off(1), 150)).hasSize(1);
    assertThat(windows.add(state, off(4), 60)).isEmpty();

    assertThat(state.tooLate()).isEqualTo(1);
    assertThat(windows.report(state).value("mae")).isEqualTo(2);
  }

  @Test
  void windowsOfOutcomesHaveSoMany() {
    Prequential<Tally> windows = new Prequential<>(NUMBERS, new Options(By.OUTCOMES, 4, 1));
    var state = windows.codec().create();
    List<Window> closed = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      closed.addAll(windows.add(state, off(i), 0));
    }
    closed.addAll(windows.close(state));

    assertThat(closed).extracting(w -> w.report().weight()).containsExactly(4.0, 4.0, 2.0);
    assertThat(closed).extracting(w -> w.report().value("mae")).containsExactly(1.5, 5.5, 8.5);
  }

  @Test
  void partsOfAStreamMergeIntoTheWhole() {
    Prequential<Tally> windows = new Prequential<>(NUMBERS, new Options(By.TIME, 100, 10));
    var whole = windows.codec().create();
    var one = windows.codec().create();
    var two = windows.codec().create();
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      Outcome outcome = off(random.nextGaussian());
      long time = random.nextInt(1_000);
      assertThat(windows.add(whole, outcome, time)).isEmpty();
      assertThat(windows.add(random.nextBoolean() ? one : two, outcome, time)).isEmpty();
    }
    assertThat(windows.merge(one, two)).isEmpty();

    assertThat(windows.open(one)).isEqualTo(windows.open(whole));
    assertThat(windows.report(one)).isEqualTo(windows.report(whole));
  }

  @Test
  void theLastTargetIsThereForTheBaseline() {
    Prequential<Tally> windows = new Prequential<>(NUMBERS, new Options(By.TIME, 100, 1));
    var state = windows.codec().create();
    assertThat(state.lastTarget()).isNaN();
    assertThat(windows.add(state, Outcome.of(new double[] {1}, 7), 0)).isEmpty();
    assertThat(windows.add(state, Outcome.of(new double[] {1}, 5).weighing(-1), 0)).isEmpty();

    assertThat(state.lastTarget()).isEqualTo(7);
  }

  @Test
  void windowsOfOutcomesAreNotMerged() {
    Prequential<Tally> windows = new Prequential<>(NUMBERS, new Options(By.OUTCOMES, 4, 1));
    assertThatThrownBy(() -> windows.merge(windows.codec().create(), windows.codec().create()))
        .hasMessageContaining("cannot be merged; take windows of time");
    assertThatThrownBy(() -> new Options(By.OUTCOMES, 4, 2))
        .hasMessage("windows: option keep is 2, must be 1 where windows are of outcomes");
  }
}
