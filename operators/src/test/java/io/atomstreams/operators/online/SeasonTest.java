package io.atomstreams.operators.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeasonTest {

  private static final long HOUR = 3_600_000;

  private static Season days(int days) {
    Season season = new Season();
    for (int hour = 0; hour < days * 24; hour++) {
      for (int i = 0; i < 40; i++) {
        season.add(hour * HOUR + i, hour % 24 == 20 ? 0.3 : 0.1);
      }
    }
    return season;
  }

  @Test
  void earlierDaysAtTheSameHourAreFound() {
    long now = 9 * 24 * HOUR + 20 * HOUR;
    List<Double> losses = days(9).samePhase(now, now + HOUR - 1, Season.DAY);

    assertThat(losses).hasSize(7).allSatisfy(loss -> assertThat(loss).isCloseTo(0.3, within(1e-9)));
    assertThat(days(9).samePhase(now + HOUR, now + HOUR, Season.DAY))
        .allSatisfy(loss -> assertThat(loss).isCloseTo(0.1, within(1e-9)));
  }

  @Test
  void aTimeOfMoreThanHalfACycleHasNoPhase() {
    long now = 9 * 24 * HOUR;
    assertThat(days(9).samePhase(now, now + 13 * HOUR, Season.DAY)).isEmpty();
    assertThat(days(9).samePhase(now, now + 13 * HOUR, Season.WEEK)).hasSize(1);
  }

  @Test
  void hoursWithFewAnswersSayNothing() {
    Season season = new Season();
    season.add(20 * HOUR, 1);
    season.add(44 * HOUR, 1);

    assertThat(season.samePhase(44 * HOUR, 44 * HOUR, Season.DAY)).isEmpty();
  }
}
