package io.atomstreams.operators.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class EvidenceTest {

  @Test
  void logarithmsOfTheGammaFunctionAreTheKnownOnes() {
    assertThat(LogGamma.of(0.5)).isCloseTo(0.5 * Math.log(Math.PI), within(1e-13));
    assertThat(LogGamma.of(1)).isCloseTo(0, within(1e-13));
    assertThat(LogGamma.of(11)).isCloseTo(Math.log(3_628_800), within(1e-12));
    assertThat(LogGamma.of(1e6)).isCloseTo(12815504.569147611, within(1e-7));
    // Γ(1, x) = 1 − e^−x, and P(3, 2) = 1 − e^−2 (1 + 2 + 2)
    assertThat(LogGamma.lower(1, 0.3)).isCloseTo(Math.log(1 - Math.exp(-0.3)), within(1e-13));
    assertThat(LogGamma.lower(1, 30)).isCloseTo(Math.log1p(-Math.exp(-30)), within(1e-13));
    assertThat(LogGamma.lower(3, 2)).isCloseTo(Math.log(2 * (1 - 5 * Math.exp(-2))), within(1e-13));
    assertThat(LogGamma.lower(3, 9))
        .isCloseTo(Math.log(2 * (1 - Math.exp(-9) * (1 + 9 + 40.5))), within(1e-13));
  }

  /** The integral over λ itself, by Simpson's rule in t = √(1 − λ). */
  private static double integrated(double rho, double s, double v) {
    int steps = 4_000;
    double above = 0;
    double below = 0;
    for (int i = 0; i <= steps; i++) {
      double t = Math.max(1e-9, (double) i / steps);
      double rest = t * t;
      double weight = (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * 2 * t;
      double prior = weight * Math.exp((rho - 1) * Math.log(rest) - rho * rest);
      below += prior;
      above += prior * Math.exp((1 - rest) * s + v * (Math.log(rest) + (1 - rest)));
    }
    return Math.log(above / below);
  }

  @Property(tries = 100)
  void theMixtureIsTheIntegralItStandsFor(
      @ForAll @DoubleRange(min = 0.6, max = 50) double rho,
      @ForAll @DoubleRange(min = 0, max = 60) double s,
      @ForAll @DoubleRange(min = 0, max = 300) double v) {
    assertThat(new ExponentialMixture(rho).logValue(s, v))
        .isCloseTo(integrated(rho, s, v), within(1e-4));
  }

  @Property(tries = 200)
  void theBoundaryIsWhereTheMixtureReachesItsLevel(
      @ForAll @DoubleRange(min = 0.05, max = 50) double rho,
      @ForAll @DoubleRange(min = 0, max = 1e5) double v,
      @ForAll @DoubleRange(min = 0.5, max = 20) double level) {
    ExponentialMixture mixture = new ExponentialMixture(rho);
    double boundary = mixture.boundary(v, level);
    assertThat(mixture.reaches(boundary, v, level)).isTrue();
    assertThat(mixture.reaches(boundary * (1 - 1e-8), v, level)).isFalse();
    assertThat(mixture.logValue(boundary, v)).isCloseTo(level, within(1e-4 * (1 + level)));
  }

  @Test
  void intervalsAreAsWideAsTheLawOfTheIteratedLogarithmAllowsForAFewTimesTheWidthOfOneLook() {
    Random random = new Random(1);
    BoundedMean test = new BoundedMean(1, 2_500, 0.05);
    Evidence evidence = new Evidence();
    for (int i = 0; i < 10_000; i++) {
      evidence.add(random.nextInt(2));
    }
    double once = 2 * 1.96 * 0.5 / Math.sqrt(10_000);
    Interval interval = test.interval(evidence, 0.05);
    assertThat((interval.upper() - interval.lower()) / once).isBetween(1.4, 1.7);
    assertThat(test.isAbove(evidence, interval.lower() - 1e-6, 0.025)).isTrue();
    assertThat(test.isAbove(evidence, interval.lower() + 1e-6, 0.025)).isFalse();
    assertThat(test.isBelow(evidence, interval.upper() + 1e-6, 0.025)).isTrue();
    assertThat(test.isBelow(evidence, interval.upper() - 1e-6, 0.025)).isFalse();
  }

  @Test
  void theTrueMeanIsInAllIntervalsOfNearlyAllStreams() {
    BoundedMean test = new BoundedMean(1, 20, 0.1);
    int left = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Evidence evidence = new Evidence();
      boolean out = false;
      for (int i = 0; i < 2_000 && !out; i++) {
        evidence.add(random.nextDouble() < 0.03 ? 1 : 0);
        out = test.isAbove(evidence, 0.03, 0.05) || test.isBelow(evidence, 0.03, 0.05);
      }
      left += out ? 1 : 0;
    }
    assertThat(left).isBetween(1, 50);
  }

  /** Labels come too favourable to one side and a third of them are corrected later. */
  @Test
  void revisedValuesCountAsTheyAreKnownNow() {
    Random random = new Random(3);
    Evidence revised = new Evidence();
    Evidence known = new Evidence();
    for (int i = 0; i < 1_000; i++) {
      double was = random.nextDouble();
      revised.add(was);
      if (i % 3 == 0) {
        revised.revise(was, -was);
      }
      known.add(i % 3 == 0 ? -was : was);
    }
    revised.add(7);
    revised.withdraw(7);
    assertThat(revised.count()).isEqualTo(known.count());
    assertThat(revised.mean()).isCloseTo(known.mean(), within(1e-12));
    assertThat(revised.variation()).isGreaterThan(known.variation());
  }

  @Test
  void partsMergeToTheWhole() throws IOException {
    Random random = new Random(4);
    Evidence one = new Evidence();
    Evidence other = new Evidence();
    for (int i = 0; i < 1_000; i++) {
      (i % 2 == 0 ? one : other).add(random.nextInt(100));
    }
    double sum = one.sum() + other.sum();
    one.merge(other);
    assertThat(one.count()).isEqualTo(1_000);
    assertThat(one.sum()).isEqualTo(sum);
    BytesOutput out = new BytesOutput();
    one.write(out);
    Evidence read = Evidence.read(new BytesInput().open(out.array(), 0, out.size()));
    assertThat(read.variation()).isEqualTo(one.variation());
    assertThatThrownBy(() -> new Evidence().withdraw(1)).isInstanceOf(IllegalStateException.class);
  }

  /** Wang and Ramdas: the greatest m with e₍ₘ₎ ≥ k/(m α). */
  @Test
  void ofSeveralTheMostEvidentAreFalseInAShareOfAlphaAtMost() {
    double[] logs = {Math.log(100), Math.log(30), Math.log(25), Math.log(1), 0};
    // k/(mα) at α = 0.1: 50, 25, 16.7: all three, and none at α = 0.01 (500, 250, 167)
    assertThat(FalseDiscovery.rejected(logs, 0.1)).containsExactly(true, true, true, false, false);
    assertThat(FalseDiscovery.rejected(logs, 0.01)).containsOnly(false);
  }

  @Test
  void aRightSplitIsSeldomEverCalledWrongAndAWrongOneSoon() {
    int alarms = 0;
    long latest = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      SampleRatio right = new SampleRatio();
      boolean alarm = false;
      for (int i = 0; i < 2_000; i++) {
        double share = i < 1_000 ? 0.05 : 0.25;
        right.add(share, random.nextDouble() < share);
        alarm |= i % 10 == 9 && right.isWrong(0.05);
      }
      alarms += alarm ? 1 : 0;
      if (seed < 50) {
        SampleRatio wrong = new SampleRatio();
        while (!wrong.isWrong(0.001)) {
          wrong.add(0.5, random.nextDouble() < 0.55);
        }
        latest = Math.max(latest, wrong.all());
      }
    }
    assertThat(alarms).isBetween(1, 25);
    assertThat(latest).isLessThan(10_000);
  }

  @Test
  void theEvidenceOfASplitIsTheProductOfItsPredictions() throws IOException {
    Random random = new Random(9);
    SampleRatio ratio = new SampleRatio();
    SampleRatio part = new SampleRatio();
    double slow = 0;
    double treated = 0;
    for (int i = 0; i < 300; i++) {
      boolean isTreated = random.nextInt(4) == 0;
      double predicted = (SampleRatio.PRIOR * 0.2 + treated) / (SampleRatio.PRIOR + i);
      slow += Math.log(isTreated ? predicted / 0.2 : (1 - predicted) / 0.8);
      treated += isTreated ? 1 : 0;
      (i % 3 == 0 ? part : ratio).add(0.2, isTreated);
    }
    ratio.merge(part);
    assertThat(ratio.logEvidence()).isCloseTo(slow, within(1e-9));
    BytesOutput out = new BytesOutput();
    ratio.write(out);
    SampleRatio read = SampleRatio.read(new BytesInput().open(out.array(), 0, out.size()));
    assertThat(read.logEvidence()).isEqualTo(ratio.logEvidence());
    assertThat(read.expected()).isCloseTo(60, within(1e-9));
    ratio.add(1, true);
    assertThat(ratio.all()).isEqualTo(300);
  }

  @Test
  void lossesAreBoundedAndTheRightOnes() {
    double[] three = {0.2, 0.5, 0.3};
    assertThat(BoundedLoss.parse("brier").of(three, 2))
        .isCloseTo((0.04 + 0.25 + 0.49) / 2, within(1e-15));
    assertThat(BoundedLoss.BRIER.ofProbability(0.3, 1)).isCloseTo(0.49, within(1e-15));
    assertThat(BoundedLoss.parse("error").of(three, 1)).isZero();
    assertThat(BoundedLoss.parse("error").of(three, 0)).isEqualTo(1);
    assertThat(BoundedLoss.parse("log").of(three, 0)).isEqualTo(-Math.log(0.2));
    assertThat(BoundedLoss.parse("log:bound=2").of(new double[] {1, 0}, 1)).isEqualTo(2);
    assertThat(BoundedLoss.parse("absolute:bound=10").of(new double[] {3}, 7)).isEqualTo(4);
    assertThat(BoundedLoss.parse("squared:bound=10").of(new double[] {3}, 7)).isEqualTo(10);
    assertThatThrownBy(() -> BoundedLoss.parse("absolute"))
        .hasMessage("loss absolute: bound is NaN, must be above 0");
    assertThatThrownBy(() -> BoundedLoss.parse("hinge")).hasMessageContaining("no loss 'hinge'");
  }
}
