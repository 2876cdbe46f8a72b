package io.atomstreams.operators.drift.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.drift.feature.FeatureDrift;
import io.atomstreams.operators.drift.feature.Finding;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.CounterRandom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A world of three features and a model that knows it, up to a little: the chance of a positive is
 * logistic in the first two. Then one thing changes.
 */
class CausesTest {

  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final FeatureDrift FEATURES =
      new FeatureDrift(NAMES, new FeatureDrift.Options(4_000, 1_000, 10, 0.05));
  private static final Causes CAUSES = new Causes(Causes.Options.DEFAULT);
  private static final int SEEDS = 30;

  private static double normal(CounterRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** One row of the world in which this is what changed. */
  private static final class World {

    private final CounterRandom random;
    private final FeatureDrift.Windows windows = FEATURES.codec().create();

    /** 1 for a large change, less for a smaller one. */
    private final double strength;

    World(long seed, double strength) {
      random = new CounterRandom(seed);
      this.strength = strength;
    }

    Period run(Cause changed, int rows) {
      Period period = new Period();
      for (int i = 0; i < rows; i++) {
        row(changed, period);
      }
      return period;
    }

    private void row(Cause changed, Period period) {
      double[] x = {normal(random), normal(random), normal(random)};
      if (changed == Cause.COVARIATE_SHIFT) {
        x[0] += 0.8 * strength;
      }
      boolean positive = random.nextDouble() < chance(changed, x);
      if (changed == Cause.PRIOR_SHIFT && !positive && random.nextDouble() < 0.5 * strength) {
        return; // so many of the negatives stay away: positives are more common, and as they were
      }
      float[] seen = {(float) x[0], (float) x[1], (float) x[2]};
      if (changed == Cause.DATA_BREAK && random.nextDouble() < 0.5 * strength) {
        seen[1] = Float.NaN;
      }
      FEATURES.add(windows, seen, 0);
      boolean isHere =
          random.nextDouble() < 0.98 - (changed == Cause.LABEL_DELAY ? 0.38 * strength : 0);
      period.due(isHere);
      if (isHere) {
        double known = Float.isNaN(seen[1]) ? 0 : seen[1];
        period.add(logistic(0.9 * (1.5 * seen[0] - known) - 1.05), positive);
      }
    }

    private double chance(Cause changed, double[] x) {
      return switch (changed) {
        case CONCEPT_DRIFT ->
            logistic((1.5 - 1.2 * strength) * x[0] + (2.2 * strength - 1) * x[1] - 1);
        case SEASON -> logistic(1.5 * x[0] - x[1] - 1 + 1.2 * strength);
        default -> logistic(1.5 * x[0] - x[1] - 1);
      };
    }
  }

  private static Attribution attribution(Cause cause, long seed, double strength) {
    World world = new World(CounterRandom.mix(seed), strength);
    Period before = world.run(Cause.UNEXPLAINED, 8_000);
    FEATURES.evaluate(world.windows);
    List<Double> samePhase = new ArrayList<>();
    for (int cycle = 0; cycle < 3; cycle++) {
      Cause then = cause == Cause.SEASON ? cause : Cause.UNEXPLAINED;
      samePhase.add(new World(seed * 31 + cycle, strength).run(then, 1_500).loss());
    }
    Period now = world.run(cause, 3_000);
    List<Finding> findings = FEATURES.evaluate(world.windows);
    return CAUSES.attribute(new Evidence("shop|de", true, findings, before, now, samePhase));
  }

  @ParameterizedTest
  @CsvSource({"1, 29", "0.5, 27"})
  void namesTheCauseOfMostSimulatedChanges(double strength, int atLeast) {
    for (Cause cause : Cause.values()) {
      Map<Cause, Integer> named = new EnumMap<>(Cause.class);
      for (int seed = 1; seed <= SEEDS; seed++) {
        named.merge(attribution(cause, seed, strength).cause(), 1, Integer::sum);
      }
      assertThat(named.getOrDefault(cause, 0))
          .as("%s at strength %s: %s", cause, strength, named)
          .isGreaterThanOrEqualTo(atLeast);
    }
  }

  @Test
  void namesTheFeaturesAndSaysWhatDecided() {
    Attribution broken = attribution(Cause.DATA_BREAK, 1, 1);
    assertThat(broken.features()).containsExactly("b");
    assertThat(broken.segment()).isEqualTo("shop|de");
    assertThat(broken.reason()).startsWith("b: missing +0.");
    Attribution shifted = attribution(Cause.COVARIATE_SHIFT, 1, 1);
    assertThat(shifted.features()).startsWith("a");
    assertThat(shifted.reason()).contains("the predictions hold");
    assertThat(attribution(Cause.LABEL_DELAY, 1, 1).reason()).contains("of the answers due 0.6");
  }

  @Test
  void withoutAnyEvidenceNothingIsClaimed() {
    Evidence none = new Evidence("s", true, List.of(), new Period(), new Period(), List.of());
    assertThat(CAUSES.attribute(none).cause()).isEqualTo(Cause.UNEXPLAINED);
  }

  @Test
  void aPeriodIsReadAsItWasWritten() throws IOException {
    Period period = new World(5, 1).run(Cause.CONCEPT_DRIFT, 200);
    BytesOutput out = new BytesOutput();
    period.write(out);
    BytesInput in = new BytesInput().open(out.array(), 0, out.size());
    BytesOutput again = new BytesOutput();
    Period.read(in).write(again);
    assertThat(in.available()).isZero();
    assertThat(again.size()).isEqualTo(out.size());
    assertThat(again.array()).isEqualTo(out.array());
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(() -> new Period().add(Double.NaN, true))
        .hasMessageContaining("probability is NaN, must be in [0, 1]");
  }
}
