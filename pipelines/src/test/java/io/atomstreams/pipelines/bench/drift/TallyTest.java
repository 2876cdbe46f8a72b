package io.atomstreams.pipelines.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.bench.drift.Course.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static Tally of(List<Change> changes, Integer... alarms) {
    Tally tally = new Tally();
    tally.add(new Course(new double[1_000], changes), List.of(alarms));
    return tally;
  }

  private static final Change RISE = new Change(500, 500, true);

  @Test
  void theFirstAlarmAfterARiseSeesItAndTheNextIsFalse() {
    Tally tally = of(List.of(RISE), 100, 519, 600);
    assertThat(tally.delay()).isEqualTo(20);
    assertThat(tally.missed()).isZero();
    assertThat(tally.falseAlarms()).isEqualTo(2);
    assertThat(tally.run()).isEqualTo(500);
  }

  @Test
  void whileAChangeIsUnderWayMoreAlarmsAreNotFalse() {
    Tally tally = of(List.of(new Change(500, 600, true)), 550, 599, 600);
    assertThat(tally.falseAlarms()).isEqualTo(1);
  }

  @Test
  void aRiseWithoutAnAlarmIsMissedAndAFallIsNot() {
    Tally tally = of(List.of(RISE, new Change(700, 700, false)), 705);
    assertThat(tally.missed()).isEqualTo(1);
    assertThat(tally.falseAlarms()).isZero();
    assertThat(tally.delay()).isNaN();
  }

  @Test
  void anAlarmOnAFallIsNotFalseAndTheSecondIs() {
    Tally tally = of(List.of(RISE, new Change(700, 700, false)), 510, 705, 800);
    assertThat(tally.missed()).isZero();
    assertThat(tally.falseAlarms()).isEqualTo(1);
  }

  @Test
  void whereNothingChangesEveryAlarmIsFalse() {
    Tally tally = of(List.of(), 0, 999);
    assertThat(tally.falseAlarms()).isEqualTo(2);
    assertThat(tally.missed()).isNaN();
  }
}
