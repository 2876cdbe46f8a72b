package io.atomstreams.operators.learning.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.catalogue.Learners;
import io.atomstreams.operators.state.CounterRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyedShrinkageTest {

  private static final int KEYS = 2_000;
  private static final int[] AGES = {1, 5, 20};

  private final CounterRandom random = new CounterRandom(3);

  @SuppressWarnings("unchecked") // what the list makes of this name
  private static Learner<KeyedState> learner(String options, Target target) {
    return (Learner<KeyedState>)
        Learners.parse(
            "keyed-shrinkage:key=shop" + options, Schema.numbers(List.of("a", "shop"), target));
  }

  private double normal() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  private static double predict(Learner<KeyedState> learner, KeyedState state, double... row) {
    double[] out = new double[learner.schema().target().outputs()];
    learner.predict(state, row, out);
    return out[out.length - 1];
  }

  /** A key's own examples alone. */
  private static final class Own {
    private double count;
    private double sum;
  }

  private static double loss(Target target, double prediction, double y) {
    if (target.isNumber()) {
      return (prediction - y) * (prediction - y);
    }
    double p = Math.min(1 - 1e-6, Math.max(1e-6, prediction));
    return -Math.log(y == 1 ? p : 1 - p);
  }

  /**
   * Shops appear one after the other; before a shop's example of age 1, 5 and 20 it is asked for:
   * together, each on its own, all as one. The sums of the losses by age, in this order.
   */
  private double[][] losses(Target target, double apart) {
    Learner<KeyedState> keyed = learner("", target);
    KeyedState state = keyed.codec().create();
    Own all = new Own();
    Map<Integer, Own> owns = new HashMap<>();
    double[][] losses = new double[AGES.length][3];
    for (int key = 0; key < KEYS; key++) {
      double offset = apart * normal();
      Own own = owns.computeIfAbsent(key, unused -> new Own());
      for (int age = 0; age <= AGES[AGES.length - 1]; age++) {
        double y =
            target.isNumber()
                ? 10 + offset + normal()
                : random.nextDouble() < 1 / (1 + Math.exp(1 - offset)) ? 1 : 0;
        double[] row = {random.nextDouble(), key};
        for (int i = 0; i < AGES.length; i++) {
          if (age == AGES[i] && key > KEYS / 2) {
            double alone =
                target.isNumber() ? own.sum / own.count : (own.sum + 0.5) / (own.count + 1);
            losses[i][0] += loss(target, predict(keyed, state, row), y);
            losses[i][1] += loss(target, alone, y);
            losses[i][2] += loss(target, all.sum / all.count, y);
          }
        }
        keyed.learn(state, row, y, 1);
        for (Own each : List.of(own, all)) {
          each.count++;
          each.sum += y;
        }
      }
    }
    return losses;
  }

  @Test
  void newKeysAreBetterOffThanAloneAndThanAsOneOfAll() {
    for (Target target : List.of(Target.binary(), Target.number())) {
      double[][] losses = losses(target, 1);
      for (int i = 0; i < AGES.length; i++) {
        assertThat(losses[i][0])
            .as("%s, after %d examples, against alone and as one", target, AGES[i])
            .isLessThan(losses[i][1])
            .isLessThan(losses[i][2]);
      }
    }
  }

  @Test
  void keysThatDoNotDifferAreTakenForOne() {
    double[][] losses = losses(Target.number(), 0);
    for (double[] loss : losses) {
      assertThat(loss[0]).isLessThan(1.01 * loss[2]);
    }
  }

  /** Normal numbers of variance 1 around means of variance 4: n / (n + 1/4) of the way. */
  @Test
  void shrinksAsFarAsTheVariancesSay() {
    Learner<KeyedState> keyed = learner("", Target.number());
    KeyedState state = keyed.codec().create();
    for (int i = 0; i < 60_000; i++) {
      int key = random.nextInt(1000);
      double offset = 2 * new Offsets(key).value();
      keyed.learn(state, new double[] {random.nextDouble(), key}, offset + normal(), 1);
    }
    double others = predict(keyed, state, 0.5, -1);
    for (int n = 1; n <= 8; n++) {
      keyed.learn(state, new double[] {0.5, 5000}, others + 6, 1);
      double moved = (predict(keyed, state, 0.5, 5000) - others) / 6;
      assertThat(moved).isBetween(n / (n + 0.25) - 0.06, n / (n + 0.25) + 0.06);
    }
  }

  /** A number that belongs to a key, near enough to normal, variance 1. */
  private record Offsets(int key) {
    double value() {
      CounterRandom own = new CounterRandom(CounterRandom.mix(key));
      double sum = -6;
      for (int i = 0; i < 12; i++) {
        sum += own.nextDouble();
      }
      return sum;
    }
  }

  @Test
  void forgetsTheKeyUnusedForLongest() {
    Learner<KeyedState> keyed = learner(",keys=3", Target.binary());
    KeyedState state = keyed.codec().create();
    for (int key : new int[] {1, 2, 3, 1, 4}) {
      for (int i = 0; i < 30; i++) {
        keyed.learn(state, new double[] {0, key}, key % 2, 1);
      }
    }
    assertThat(state.keys()).isEqualTo(3);
    double unknown = predict(keyed, state, 0, 99);
    assertThat(predict(keyed, state, 0, 2)).isEqualTo(unknown);
    assertThat(predict(keyed, state, 0, 1)).isGreaterThan(unknown);
    assertThat(predict(keyed, state, 0, 4)).isLessThan(unknown);
    assertThat(predict(keyed, state, 0, Double.NaN)).isEqualTo(unknown);
  }

  @Test
  void memoryIsBoundedByTheKeys() {
    Learner<KeyedState> keyed = learner(",keys=100", Target.binary());
    KeyedState state = keyed.codec().create();
    for (int i = 0; i < 100; i++) {
      keyed.learn(state, new double[] {0, i}, i % 2, 1);
    }
    long full = keyed.memoryBytes(state);
    for (int i = 100; i < 5_000; i++) {
      keyed.learn(state, new double[] {0, i}, i % 2, 1);
    }
    assertThat(keyed.memoryBytes(state)).isEqualTo(full);
  }

  @Test
  void refusesAKeyThatIsNoAttribute() {
    Schema schema = Schema.numbers(List.of("a", "shop"), Target.binary());
    assertThatThrownBy(() -> Learners.parse("keyed-shrinkage:key=shops", schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("option key is shops")
        .hasMessageContaining("[a, shop]");
    assertThatThrownBy(() -> Learners.parse("keyed-shrinkage:keys=0", schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("option keys is 0");
  }
}
