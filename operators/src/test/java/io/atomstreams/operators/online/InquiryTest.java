package io.atomstreams.operators.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class InquiryTest {

  private static final long HOUR = 3_600_000;
  private static final int AN_HOUR = 50;
  private static final List<String> FEATURES = List.of("a", "b", "c");

  private static final Inquiry INQUIRY =
      new Inquiry("list", FEATURES, new Segments(false, List.of()));

  /** Fifty answers an hour; in some hours half of them are wrong, else a tenth. */
  private static Circumstances until(int hours, IntPredicate isHard) {
    SplittableRandom random = new SplittableRandom(23);
    Circumstances around = Circumstances.begin(FEATURES);
    for (int i = 0; i < hours * AN_HOUR; i++) {
      int hour = i / AN_HOUR;
      long ts = hour * HOUR + i % AN_HOUR * (HOUR / AN_HOUR);
      double right = isHard.test(hour) ? 0.5 : 0.9;
      double target = random.nextDouble() < right ? 1 : 0;
      float[] vector = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
      Example example = SampleExamples.example(i, ts, target, Example.Kind.FIRST, 1, vector, 0.9);
      INQUIRY.take(around, 0.9, example);
    }
    return around;
  }

  @Test
  void eveningsThatWereAlwaysLikeThisAreASeason() {
    Circumstances around = until(4 * 24 + 22, hour -> hour % 24 >= 20 && hour % 24 < 22);

    Drift.Cause cause = INQUIRY.cause(around, true, false);

    assertThat(cause.name()).isEqualTo("season");
    assertThat(cause.reason()).contains("earlier cycles");
  }

  @Test
  void theSameHoursWithoutEarlierOnesAreNone() {
    Circumstances around = until(4 * 24 + 22, hour -> hour >= 4 * 24 + 20);

    assertThat(INQUIRY.cause(around, true, false).name()).isNotEqualTo("season");
  }

  @Test
  void theDivisionFindsWhenTheLossChanged() {
    Circumstances around = until(30, hour -> hour >= 27);

    Stretches.Division division = around.stretches.divide(true);

    assertThat(division.now().from).isEqualTo(27 * HOUR);
    assertThat(division.now().answers()).isEqualTo(3L * AN_HOUR);
  }

  @Test
  void whatIsKeptOfTheStreamIsBounded() {
    Circumstances around = until(600, hour -> false);

    assertThat(
            around.stretches.divide(true).before().answers()
                + around.stretches.divide(true).now().answers())
        .isBetween(9_000L, 12_650L);
    assertThat(around.stretches.size()).isLessThanOrEqualTo(25);
  }

  @Test
  void fewAnswersSayNothing() {
    Circumstances around = Circumstances.begin(FEATURES);

    assertThat(INQUIRY.cause(around, true, true).name()).isEqualTo("unexplained");
  }
}
