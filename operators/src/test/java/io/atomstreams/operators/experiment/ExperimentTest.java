package io.atomstreams.operators.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.experiment.Reading.Result;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExperimentTest {

  private static final ComparisonCodec CODEC = new ComparisonCodec();

  /** What entities do in an experiment. */
  enum Metric {
    CONVERSION(1, 0.5) {
      @Override
      double value(Random random, double prior) {
        return random.nextDouble() < 0.05 ? 1 : 0;
      }
    },
    CONVERSION_OF_A_SMALL_SHARE(1, 0.1) {
      @Override
      double value(Random random, double prior) {
        return random.nextDouble() < 0.05 ? 1 : 0;
      }
    },
    /** One of twenty buys, for a sum with a Pareto tail of index 1.3, cut off at 2000. */
    MONEY(2_000, 0.5) {
      @Override
      double value(Random random, double prior) {
        return random.nextDouble() < 0.05
            ? Math.min(2_000, 20 * Math.pow(1 - random.nextDouble(), -1 / 1.3))
            : 0;
      }
    },
    /** Those who spent before spend again. */
    HABIT(100, 0.5) {
      @Override
      double value(Random random, double prior) {
        return Math.max(0, Math.min(100, 0.9 * prior + 3 * random.nextGaussian()));
      }
    };

    private final double cap;
    private final double share;

    Metric(double cap, double share) {
      this.cap = cap;
      this.share = share;
    }

    abstract double value(Random random, double prior);

    Experiment experiment() {
      return new Experiment(
          new Experiment.Options(cap, 1_000, share, 0.05, 0.001, 500, 0, 10_000, 0.2));
    }

    Outcome outcome(Random random, double effect) {
      double prior = 40 * random.nextDouble();
      boolean isTreated = random.nextDouble() < share;
      double value = value(random, prior) + (isTreated ? effect : 0);
      return new Outcome(share, isTreated, Math.min(cap, value), prior);
    }
  }

  /** {@code -Datom.entities=20000} gives the figures of the README. */
  @ParameterizedTest
  @EnumSource(Metric.class)
  void aTreatmentThatDoesNothingIsSaidToInAtMostOneOfTwentyExperimentsHoweverOftenOneLooks(
      Metric metric) {
    int entities = Integer.getInteger("atom.entities", 2_000);
    Experiment experiment = metric.experiment();
    int wrong = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed * 104_729L + 3);
      Comparison comparison = CODEC.create();
      for (int i = 0; i < entities; i++) {
        experiment.take(comparison, metric.outcome(random, 0));
        if (experiment.result(comparison) != Result.UNDECIDED) {
          wrong++;
          break;
        }
      }
    }
    if (entities > 2_000) {
      System.out.printf("%s: %d of 500%n", metric, wrong);
    }
    assertThat(wrong).isLessThanOrEqualTo(25);
  }

  private static long entitiesUntilFound(Metric metric, double effect, long seed) {
    Experiment experiment = metric.experiment();
    Random random = new Random(seed);
    Comparison comparison = CODEC.create();
    while (experiment.result(comparison) == Result.UNDECIDED) {
      experiment.take(comparison, metric.outcome(random, effect));
    }
    assertThat(experiment.result(comparison)).isEqualTo(Result.MORE);
    return comparison.effect().count();
  }

  /** Conversions of 5 and 8 %: a test for one look at 80 % power asks for 1,060 entities an arm. */
  @Test
  void anEffectIsFoundWithNotManyMoreEntitiesThanATestForOneLookNeeds() {
    long[] needed = new long[60];
    for (int seed = 0; seed < needed.length; seed++) {
      Random random = new Random(seed);
      Experiment experiment = Metric.CONVERSION.experiment();
      Comparison comparison = CODEC.create();
      while (experiment.result(comparison) == Result.UNDECIDED) {
        boolean isTreated = random.nextBoolean();
        double value = random.nextDouble() < (isTreated ? 0.08 : 0.05) ? 1 : 0;
        experiment.take(comparison, new Outcome(0.5, isTreated, value, 0));
      }
      needed[seed] = comparison.effect().count();
    }
    Arrays.sort(needed);
    assertThat(needed[30]).isLessThan(4_500);
    assertThat(needed[54]).isLessThan(8_000);
  }

  @Test
  void whatIsKnownFromBeforeNarrowsTheBounds() {
    Experiment experiment = Metric.HABIT.experiment();
    Comparison knowing = CODEC.create();
    Comparison blind = CODEC.create();
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      Outcome outcome = Metric.HABIT.outcome(random, 1);
      experiment.take(knowing, outcome);
      experiment.take(blind, new Outcome(0.5, outcome.isTreated(), outcome.value(), 0));
    }
    Reading reading = experiment.reading(knowing);
    double width = reading.effect().upper() - reading.effect().lower();
    double blindWidth =
        experiment.reading(blind).effect().upper() - experiment.reading(blind).effect().lower();
    assertThat(width).isLessThan(0.75 * blindWidth);
    assertThat(reading.effect().lower()).isLessThan(1);
    assertThat(reading.effect().upper()).isGreaterThan(1);
    assertThat(entitiesUntilFound(Metric.HABIT, 2, 5)).isLessThan(2_000);
  }

  @Test
  void anEntityIsCountedOnceForTheArmItMetFirst() {
    Experiment experiment =
        new Experiment(new Experiment.Options(10, 1_000, 0.05, 0.05, 0.001, 1, 0, 100, 0.2));
    Enrolment enrolment = new EnrolmentCodec().create();
    experiment.observe(enrolment, 1, 4);
    assertThat(experiment.expose(enrolment, 50, 0.01, false)).isFalse();
    assertThat(experiment.expose(enrolment, 100, 0.05, false)).isTrue();
    assertThat(experiment.expose(enrolment, 300, 0.25, true)).isFalse();
    experiment.observe(enrolment, 90, 2);
    experiment.observe(enrolment, 100, 3);
    experiment.observe(enrolment, 1_099, 30);
    experiment.observe(enrolment, 1_100, 5);
    assertThat(experiment.due(enrolment)).isEqualTo(1_100);
    assertThat(experiment.close(enrolment, 1_099)).isEmpty();
    assertThat(experiment.close(enrolment, 1_100)).contains(new Outcome(0.05, false, 10, 6));
    assertThat(experiment.close(enrolment, 9_000)).isEmpty();
    assertThat(experiment.due(enrolment)).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> experiment.observe(enrolment, 1, -1))
        .hasMessage("experiment: a value is -1.0, must be 0 or more and finite");
  }

  @Test
  void aBrokenSplitIsWorthNothing() {
    Experiment experiment = Metric.CONVERSION.experiment();
    Comparison comparison = CODEC.create();
    Random random = new Random(8);
    for (int i = 0; i < 5_000; i++) {
      experiment.assigned(comparison, 0.5, random.nextDouble() < 0.56);
    }
    assertThat(experiment.result(comparison)).isEqualTo(Result.BROKEN_SPLIT);
    assertThat(experiment.reading(comparison).text()).startsWith("broken split: 0.00000 of 0 ");
  }

  @Test
  void equalArmsAreEquivalentInTheEnd() {
    Experiment experiment =
        new Experiment(new Experiment.Options(1, 1, 0.5, 0.05, 0.001, 500, 0.05, 5_000, 0.25));
    Comparison comparison = CODEC.create();
    Random random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      experiment.take(comparison, Metric.CONVERSION.outcome(random, 0));
    }
    assertThat(experiment.result(comparison)).isEqualTo(Result.EQUIVALENT);
  }

  @Test
  void partsMergeToTheWhole() {
    Experiment experiment = Metric.HABIT.experiment();
    Comparison whole = CODEC.create();
    Comparison one = CODEC.create();
    Comparison other = CODEC.create();
    Random random = new Random(6);
    for (int i = 0; i < 4_000; i++) {
      Outcome outcome = Metric.HABIT.outcome(random, 1);
      for (Comparison each : List.of(whole, i % 2 == 0 ? one : other)) {
        experiment.take(each, outcome);
        experiment.assigned(each, 0.5, outcome.isTreated());
      }
    }
    one.merge(other);
    Reading merged = experiment.reading(one);
    Reading straight = experiment.reading(whole);
    assertThat(merged.treatedMean()).isCloseTo(straight.treatedMean(), within(1e-9));
    assertThat(merged.effect().mean()).isCloseTo(straight.effect().mean(), within(0.1));
    assertThat(merged.effect().lower()).isCloseTo(straight.effect().lower(), within(0.1));
    assertThat(one.split().logEvidence()).isEqualTo(whole.split().logEvidence());
  }

  private static <S> String hex(StateCodec<S> codec, S state) throws IOException {
    BytesOutput out = new BytesOutput();
    codec.write(state, out);
    byte[] stored = Arrays.copyOf(out.array(), out.size());
    BytesInput in = new BytesInput().open(stored, 0, stored.length);
    BytesOutput again = new BytesOutput();
    codec.write(codec.copy(codec.read(in, 1)), again);
    assertThat(in.available()).isZero();
    assertThat(Arrays.copyOf(again.array(), again.size())).isEqualTo(stored);
    return HexFormat.of().formatHex(stored);
  }

  @Test
  void experimentsOfTheFirstReleaseAreRead() throws IOException {
    Path file = Path.of("..", "testdata", "golden", "experiment-v1.hex");
    Experiment experiment = Metric.HABIT.experiment();
    Enrolment enrolment = new EnrolmentCodec().create();
    experiment.observe(enrolment, 3, 7);
    experiment.expose(enrolment, 5, 0.5, true);
    experiment.observe(enrolment, 9, 20);
    Comparison comparison = CODEC.create();
    Random random = new Random(20240115);
    for (int i = 0; i < 300; i++) {
      Outcome outcome = Metric.HABIT.outcome(random, 1);
      experiment.assigned(comparison, i % 2 == 0 ? 0.5 : 0.25, outcome.isTreated());
      experiment.take(comparison, outcome);
    }
    List<String> lines = new ArrayList<>();
    lines.add("enrolment " + hex(new EnrolmentCodec(), enrolment));
    lines.add("comparison " + hex(CODEC, comparison));
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(file, String.join("\n", lines) + "\n");
    }
    assertThat(Files.readAllLines(file)).isEqualTo(lines);
  }
}
