package io.atomstreams.model.engine.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HedgeTest {

  private static final int ROUNDS = 2000;

  /** The losses of a round, knowing the weights. */
  private interface Adversary {
    double[] losses(double[] weights, int round, SplittableRandom random);
  }

  private static double[] zeroOne(int length, int loser) {
    double[] loss = new double[length];
    loss[loser] = 1;
    return loss;
  }

  private static int heaviest(double[] weights) {
    int heaviest = 0;
    for (int i = 1; i < weights.length; i++) {
      heaviest = weights[i] > weights[heaviest] ? i : heaviest;
    }
    return heaviest;
  }

  private static final Adversary HITS_THE_HEAVIEST =
      (weights, round, random) -> zeroOne(weights.length, heaviest(weights));

  private static final Adversary SPARES_THE_LIGHTEST_HALF =
      (weights, round, random) -> {
        double median = Arrays.stream(weights).sorted().toArray()[weights.length / 2];
        return Arrays.stream(weights).map(weight -> weight >= median ? 1 : 0).toArray();
      };

  private static final Adversary COINS =
      (weights, round, random) -> Arrays.stream(weights).map(weight -> random.nextInt(2)).toArray();

  private static final Adversary CHANGES_ITS_FAVOURITE =
      (weights, round, random) -> {
        double[] loss = Arrays.stream(weights).map(weight -> random.nextDouble()).toArray();
        loss[round * 3 / ROUNDS % loss.length] *= 0.2;
        return loss;
      };

  @Test
  void staysUnderTheRegretBoundWhateverTheLossesAre() {
    for (int experts : new int[] {2, 5, 20}) {
      for (Adversary adversary :
          new Adversary[] {
            HITS_THE_HEAVIEST, SPARES_THE_LIGHTEST_HALF, COINS, CHANGES_ITS_FAVOURITE
          }) {
        for (long seed = 1; seed <= 5; seed++) {
          Hedge hedge = new Hedge(experts, Hedge.bestLearningRate(experts, ROUNDS));
          SplittableRandom random = new SplittableRandom(seed);
          double own = 0;
          for (int round = 0; round < ROUNDS; round++) {
            double[] weights = hedge.weights();
            double[] loss = adversary.losses(weights, round, random);
            for (int i = 0; i < experts; i++) {
              own += weights[i] * loss[i];
            }
            hedge.update(loss);
            assertThat(hedge.regret()).isLessThanOrEqualTo(hedge.regretBound() + 1e-9);
          }
          double best = Arrays.stream(hedge.cumulativeLoss()).min().orElseThrow();
          assertThat(hedge.regret()).isCloseTo(own - best, within(1e-6));
          assertThat(own - best).isLessThanOrEqualTo(Math.sqrt(ROUNDS * Math.log(experts) / 2));
        }
      }
    }
  }

  /** The bound is no empty one: coins cost a good part of it. */
  @Test
  void regretsCoinsAsMuchAsTheoryExpects() {
    double sum = 0;
    for (long seed = 1; seed <= 20; seed++) {
      Hedge hedge = new Hedge(20, Hedge.bestLearningRate(20, ROUNDS));
      SplittableRandom random = new SplittableRandom(seed);
      for (int round = 0; round < ROUNDS; round++) {
        hedge.update(COINS.losses(hedge.weights(), round, random));
      }
      sum += hedge.regret() / hedge.regretBound();
    }
    assertThat(sum / 20).isBetween(0.3, 1.0);
  }

  @Test
  void weighsByTheExponentOfTheLoss() {
    Hedge hedge = new Hedge(2, Math.log(2));
    hedge.update(new double[] {0, 1});
    hedge.update(new double[] {0, 1});

    assertThat(hedge.weights()).containsExactly(new double[] {0.8, 0.2}, within(1e-12));
    assertThat(hedge.rounds()).isEqualTo(2);
  }

  @Test
  void keepsItsWeightsWhereAllLossesAreGreat() {
    Hedge hedge = new Hedge(Math.log(2), new double[] {1e6, 1e6 + 1, 2e6});

    assertThat(hedge.weights()).containsExactly(new double[] {2 / 3.0, 1 / 3.0, 0}, within(1e-9));
  }

  @Test
  void goesOnFromWhereAnotherStopped() {
    Hedge whole = new Hedge(3, 0.3);
    Hedge half = new Hedge(3, 0.3);
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 100; round++) {
      double[] loss = COINS.losses(whole.weights(), round, random);
      whole.update(loss);
      half.update(loss);
      half = new Hedge(half.learningRate(), half.cumulativeLoss());
    }

    assertThat(half.weights()).isEqualTo(whole.weights());
  }

  @Test
  void refusesLossesOutsideOfItsRange() {
    Hedge hedge = new Hedge(2, 1);

    assertThatThrownBy(() -> hedge.update(new double[] {0, 1.01}))
        .isInstanceOf(ModelException.class)
        .hasMessage("hedge: a loss of 1.01 is not in [0, 1]");
    assertThatThrownBy(() -> hedge.update(new double[] {0, Double.NaN}))
        .isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> hedge.update(new double[1])).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> new Hedge(2, 0)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> new Hedge(0, 1)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> new Hedge(1, new double[] {-1})).isInstanceOf(ModelException.class);
    assertThat(hedge.weights()).containsExactly(0.5, 0.5);
  }
}
