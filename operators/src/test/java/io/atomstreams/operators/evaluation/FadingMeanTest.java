package io.atomstreams.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FadingMeanTest {

  private static final FadingMean FADING = new FadingMean(new FadingMean.Options(1_000, 50_000));

  @Property(tries = 100)
  void inAnyOrderAndInPartsTheMeanHasTheSameBits(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    double[] values = random.doubles(200).toArray();
    FadingMean.State forth = FADING.codec().create();
    FadingMean.State back = FADING.codec().create();
    FadingMean.State part = FADING.codec().create();
    for (int i = 0; i < 200; i++) {
      FADING.add(forth, values[i], 1, 500L * i);
      FADING.add(i % 3 == 0 ? part : back, values[199 - i], 1, 500L * (199 - i));
      FADING.add(part, 7, 1, 10L * i);
    }
    for (int i = 0; i < 200; i++) {
      FADING.add(back, 7, -1, 10L * i);
    }
    FADING.merge(back, part);

    assertThat(FADING.mean(back)).isEqualTo(FADING.mean(forth));
    assertThat(EvaluatorOracleTest.bytes(FADING.codec(), back))
        .isEqualTo(EvaluatorOracleTest.bytes(FADING.codec(), forth));
    assertThat(FADING.mean(EvaluatorOracleTest.throughBytes(FADING.codec(), back)))
        .isEqualTo(FADING.mean(forth));
  }

  @Test
  void aValueOfOneHalfLifeAgoCountsHalf() {
    FadingMean.State state = FADING.codec().create();
    FADING.add(state, 3, 1, 10_000);
    FADING.add(state, 0, 1, 11_000);

    assertThat(FADING.mean(state)).isEqualTo(1);
  }

  @Test
  void theMeanFollowsTheRecursionOfTheFadingFactor() {
    FadingMean.State state = FADING.codec().create();
    Random random = new Random(1);
    double factor = Math.pow(2, -0.1);
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < 1_000; i++) {
      double x = random.nextDouble();
      FADING.add(state, x, 1, 100L * i);
      sum = factor * sum + x;
      weight = factor * weight + 1;
    }

    assertThat(FADING.mean(state)).isCloseTo(sum / weight, within(1e-12));
  }

  @Test
  void timesFarFromTheOriginAreRefused() {
    assertThatThrownBy(() -> FADING.add(FADING.codec().create(), 1, 1, 1_000_000))
        .hasMessageStartingWith("a value of time 1000000 is 950 half-lives from the origin 50000");
  }
}
