package io.atomstreams.operators.learning.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.catalogue.Learners;
import io.atomstreams.operators.state.CounterRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FtrlTest {

  private static final Schema TWO = Schema.numbers(List.of("a", "b"), Target.binary());
  private static final Schema NUMBER = Schema.numbers(List.of("a", "b"), Target.number());

  private final CounterRandom random = new CounterRandom(7);

  @SuppressWarnings("unchecked") // what the list makes of these names
  private static Learner<FtrlState> learner(String text, Schema schema) {
    return (Learner<FtrlState>) Learners.parse(text, schema);
  }

  private static double predict(Learner<FtrlState> learner, FtrlState state, double... row) {
    double[] out = new double[learner.schema().target().outputs()];
    learner.predict(state, row, out);
    return out[out.length - 1];
  }

  /** Rounds of algorithm 1 by hand: α = 1, β = 1, λ₁ = 0.1, λ₂ = 0.5, no standardisation. */
  @Test
  void doesWhatThePaperSays() {
    Learner<FtrlState> learner =
        learner("ftrl-logistic:alpha=1,beta=1,l1=0.1,l2=0.5,scale=false,prior=false", TWO);
    FtrlState state = learner.codec().create();

    learner.learn(state, new double[] {2, 0}, 1, 1);
    // p = 0.5, g = −1: n = 1, σ = 1, z = −1, w = (1 − 0.1) / (1 + 1 + 0.5) = 0.36
    // intercept: g = −0.5, n = 0.25, z = −0.5, w = 0.5 / 1.5
    assertThat(state.weight(0, 0)).isCloseTo(0.36, within(1e-15));
    assertThat(state.weight(0, 1)).isZero();
    assertThat(state.weight(0, 2)).isCloseTo(1.0 / 3, within(1e-15));

    learner.learn(state, new double[] {1, 1}, 0, 1);
    double g = 1 / (1 + Math.exp(-0.36 - 1.0 / 3));
    double n = 1 + g * g;
    double z = -1 + g - (Math.sqrt(n) - 1) * 0.36;
    assertThat(state.weight(0, 0)).isCloseTo(-(z + 0.1) / (1 + Math.sqrt(n) + 0.5), within(1e-15));
    assertThat(state.weight(0, 1)).isCloseTo(-(g - 0.1) / (1 + g + 0.5), within(1e-15));
  }

  @Test
  void weightsOfLittleUseAreExactlyZero() {
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    Learner<FtrlState> learner =
        learner("ftrl-logistic:l1=100", Schema.numbers(names, Target.binary()));
    FtrlState state = learner.codec().create();
    for (int i = 0; i < 5000; i++) {
      double[] row = row(8);
      learner.learn(state, row, random.nextDouble() < row[0] ? 1 : 0, 1);
    }
    assertThat(state.weight(0, 0)).isGreaterThan(0.3);
    for (int i = 1; i < 8; i++) {
      assertThat(state.weight(0, i)).isZero();
    }
  }

  private double[] row(int width) {
    return random(width, random);
  }

  private static double[] random(int width, CounterRandom random) {
    double[] row = new double[width];
    Arrays.setAll(row, i -> random.nextDouble());
    return row;
  }

  /** Sum of uniform numbers: near enough to normal, variance 1. */
  private double noise() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  @Test
  void recoversTheRateOfCounts() {
    Learner<FtrlState> learner = learner("ftrl-poisson", NUMBER);
    FtrlState state = learner.codec().create();
    for (int i = 0; i < 40_000; i++) {
      double[] row = row(2);
      learner.learn(state, row, poisson(Math.exp(1 + 0.8 * row[0] - 0.5 * row[1])), 1);
    }
    for (double[] row : List.of(new double[] {0.5, 0.5}, new double[] {0.9, 0.1})) {
      double rate = Math.exp(1 + 0.8 * row[0] - 0.5 * row[1]);
      assertThat(predict(learner, state, row)).isCloseTo(rate, within(0.06 * rate));
    }
  }

  private int poisson(double rate) {
    int count = 0;
    for (double left = 1; (left *= random.nextDouble()) > Math.exp(-rate); ) {
      count++;
    }
    return count;
  }

  @Test
  void aRareCountIsAsEasyAsAFrequentOne() {
    for (double rate : new double[] {0.01, 1, 1000}) {
      Learner<FtrlState> learner = learner("ftrl-poisson", NUMBER);
      FtrlState state = learner.codec().create();
      for (int i = 0; i < 20_000; i++) {
        double count = rate > 100 ? rate + Math.sqrt(rate) * noise() : poisson(rate);
        learner.learn(state, row(2), count, 1);
      }
      assertThat(predict(learner, state, 0.5, 0.5)).isCloseTo(rate, within(0.15 * rate));
    }
  }

  @Test
  void recoversAQuantileWhateverTheUnit() {
    for (double level : new double[] {0.1, 0.5, 0.9}) {
      for (double unit : new double[] {1e-3, 1e6}) {
        Learner<FtrlState> learner = learner("ftrl-quantile:level=" + level, NUMBER);
        FtrlState state = learner.codec().create();
        for (int i = 0; i < 30_000; i++) {
          double[] row = row(2);
          learner.learn(state, row, unit * (3 * row[0] + random.nextDouble()), 1);
        }
        int below = 0;
        for (int i = 0; i < 5_000; i++) {
          double[] row = row(2);
          double target = unit * (3 * row[0] + random.nextDouble());
          below += target < predict(learner, state, row) ? 1 : 0;
        }
        assertThat(below / 5_000.0).isCloseTo(level, within(0.03));
        assertThat(predict(learner, state, 0.5, 0.5))
            .isCloseTo(unit * (1.5 + level), within(0.08 * unit));
      }
    }
  }

  @Test
  void recoversALine() {
    Learner<FtrlState> learner = learner("ftrl-squared", NUMBER);
    FtrlState state = learner.codec().create();
    for (int i = 0; i < 20_000; i++) {
      double[] row = row(2);
      learner.learn(state, row, 500 + 100 * row[0] - 300 * row[1] + 10 * noise(), 1);
    }
    assertThat(predict(learner, state, 0.2, 0.8)).isCloseTo(280, within(3.0));
    assertThat(predict(learner, state, 0.9, 0.1)).isCloseTo(560, within(3.0));
  }

  @Test
  void saysTheBaseRateBeforeItKnowsMore() {
    Learner<FtrlState> learner = learner("ftrl-logistic", TWO);
    FtrlState state = learner.codec().create();
    for (int i = 0; i < 200; i++) {
      learner.learn(state, new double[] {Double.NaN, Double.NaN}, i % 100 == 0 ? 1 : 0, 1);
    }
    assertThat(predict(learner, state, 5, 5)).isCloseTo(0.01, within(0.01));
  }

  @Test
  void aCategoryWorksByItsLevels() {
    Schema schema =
        new Schema(List.of(Attribute.category("shop", 3), Attribute.number("a")), Target.binary());
    Learner<FtrlState> learner = learner("ftrl-logistic", schema);
    FtrlState state = learner.codec().create();
    double[] rates = {0.1, 0.5, 0.8};
    for (int i = 0; i < 20_000; i++) {
      int shop = random.nextInt(3);
      double[] row = {shop, random.nextDouble()};
      learner.learn(state, row, random.nextDouble() < rates[shop] ? 1 : 0, 1);
    }
    for (int shop = 0; shop < 3; shop++) {
      assertThat(predict(learner, state, shop, 0.5)).isCloseTo(rates[shop], within(0.03));
    }
    double unknown = predict(learner, state, 7, 0.5);
    assertThat(predict(learner, state, Double.NaN, 0.5)).isEqualTo(unknown);
  }

  @Test
  void anExampleOfTwiceTheWeightPullsFurther() {
    Learner<FtrlState> learner = learner("ftrl-logistic:scale=false,prior=false", TWO);
    double[] pulled = new double[3];
    for (int weight = 1; weight <= 2; weight++) {
      FtrlState state = learner.codec().create();
      learner.learn(state, new double[] {1, 1}, 1, weight);
      pulled[weight] = predict(learner, state, 1, 1);
    }
    assertThat(pulled[2]).isGreaterThan(pulled[1]);
  }

  @Test
  void neverRaisesALearningRateHoweverMuchIsTakenBack() {
    Learner<FtrlState> learner = learner("ftrl-logistic", TWO);
    FtrlState state = learner.codec().create();
    for (int i = 0; i < 1000; i++) {
      learner.learn(state, row(2), i % 2, 1);
    }
    double[] before = state.n.clone();
    for (int i = 0; i < 2000; i++) {
      learner.learn(state, row(2), i % 2, -1);
    }
    assertThat(state.n).containsExactly(before);
    assertThat(predict(learner, state, 0.5, 0.5)).isBetween(0.0, 1.0);
  }

  @Test
  void halvesThatLearnedApartSayTogetherWhatOneWouldHaveSaid() {
    Learner<FtrlState> learner = learner("ftrl-squared", NUMBER);
    FtrlState one = learner.codec().create();
    FtrlState other = learner.codec().create();
    for (int i = 0; i < 20_000; i++) {
      double[] row = {random.nextDouble() + (i % 2) * 3, random.nextDouble()};
      learner.learn(i % 2 == 0 ? one : other, row, 50 + 10 * row[0] - 20 * row[1], 1);
    }
    FtrlState both = learner.merge(List.of(one, other)).orElseThrow();

    assertThat(predict(learner, both, 2, 0.5)).isCloseTo(60, within(0.5));
    assertThat(predict(learner, both, 0, 1)).isCloseTo(30, within(0.5));
  }

  @Test
  void refusesSettingsOutOfRangeByName() {
    for (String text : List.of("alpha=0", "alpha=-1", "beta=-1", "l1=-1", "l2=-0.1", "clip=0")) {
      assertThatThrownBy(() -> learner("ftrl-logistic:" + text, TWO))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("option " + text.substring(0, text.indexOf('=')));
    }
    assertThatThrownBy(() -> learner("ftrl-quantile:level=1", NUMBER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("option level is 1.0, must be between 0 and 1");
    assertThatThrownBy(() -> learner("ftrl-logistic", NUMBER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ftrl-logistic (yes or no");
  }
}
