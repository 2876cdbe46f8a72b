package io.atomstreams.operators.learning.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.catalogue.Learners;
import io.atomstreams.operators.state.CounterRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the trees and forests of the list learn of streams whose truth is known. */
class TreeLearnersTest {

  private static int said(double[] out) {
    int best = 0;
    for (int c = 1; c < out.length; c++) {
      best = out[c] > out[best] ? c : best;
    }
    return best;
  }

  /** Share of right answers in rows {@code from} to {@code to}, of all learnt in their order. */
  private static <S> double accuracy(Learner<S> learner, LabelledRows stream, int from, int to) {
    S state = learner.codec().create();
    double[] out = new double[stream.schema().target().outputs()];
    int right = 0;
    for (int i = 0; i < to; i++) {
      learner.predict(state, stream.rows()[i], out);
      right += i >= from && said(out) == (int) stream.targets()[i] ? 1 : 0;
      learner.learn(state, stream.rows()[i], stream.targets()[i], 1);
    }
    return (double) right / (to - from);
  }

  private static Learner<?> learner(String text, LabelledRows stream) {
    return Learners.parse(text, stream.schema());
  }

  @Test
  void aStumpIsLearnedFromAStep() {
    LabelledRows stream = Streams.step(2_000, 1);
    HoeffdingTree learner = (HoeffdingTree) learner("hoeffding-tree", stream);
    TreeState state = learner.codec().create();
    for (int i = 0; i < stream.size(); i++) {
      learner.learn(state, stream.rows()[i], stream.targets()[i], 1);
    }
    assertThat(state.tree.isLeaf(0)).isFalse();
    assertThat(state.tree.attribute(0)).isZero();
    assertThat(state.tree.threshold(0)).isCloseTo(0.5, within(0.06));
    double[] out = new double[2];
    learner.predict(state, new double[] {0.9, 0.5}, out);
    assertThat(out[1]).isGreaterThan(0.95);
    learner.predict(state, new double[] {0.1, 0.5}, out);
    assertThat(out[0]).isGreaterThan(0.95);
  }

  private static LabelledRows flipping(int size) {
    LabelledRows step = Streams.step(size, 2);
    double[] targets = step.targets().clone();
    for (int i = size / 2; i < size; i++) {
      targets[i] = 1 - targets[i];
    }
    return new LabelledRows("flipping", step.schema(), step.rows(), targets);
  }

  @Test
  void anAdaptiveTreeRecoversWhereAPlainOneDoesNot() {
    LabelledRows stream = flipping(12_000);
    int from = 7_500;
    double plain = accuracy(learner("hoeffding-tree", stream), stream, from, 9_500);
    double adaptive = accuracy(learner("hoeffding-adaptive-tree", stream), stream, from, 9_500);
    assertThat(adaptive).isGreaterThan(0.95).isGreaterThan(plain + 0.1);
  }

  @Test
  void anAdaptiveTreeReplacesWhatWentWrongAndKeepsDepthsRight() {
    LabelledRows stream = Streams.applicants(24_000, 6_000, 3);
    HoeffdingAdaptiveTree learner =
        (HoeffdingAdaptiveTree) learner("hoeffding-adaptive-tree:grace=100,delta=0.001", stream);
    HoeffdingAdaptiveTree.State state = learner.codec().create();
    int shrunk = 0;
    int before = 1;
    for (int i = 0; i < stream.size(); i++) {
      learner.learn(state, stream.rows()[i], stream.targets()[i], 1);
      Nodes tree = state.whole.tree;
      shrunk += tree.size() < before ? 1 : 0;
      before = tree.size();
      for (int node = 0; i % 500 == 0 && node < tree.size(); node++) {
        if (!tree.isLeaf(node)) {
          assertThat(tree.depth(tree.left(node))).isEqualTo(tree.depth(node) + 1);
          assertThat(tree.left(node)).isGreaterThan(node);
        } else {
          assertThat(tree.leaf(node)).isNotNull();
        }
      }
    }
    assertThat(shrunk).isPositive();
  }

  @Test
  void forestsBeatOneTreeWhereTheWorldMoves() {
    LabelledRows stream = Streams.radial(15_000, 4, 0.0005, 5);
    double tree = accuracy(learner("hoeffding-tree", stream), stream, 5_000, 15_000);
    for (String forest : List.of("adaptive-random-forest", "streaming-random-patches")) {
      assertThat(accuracy(learner(forest, stream), stream, 5_000, 15_000))
          .isGreaterThan(tree + 0.05);
    }
  }

  @Test
  void aForestRecoversFromAnAbruptChange() {
    LabelledRows stream = flipping(6_000);
    assertThat(accuracy(learner("adaptive-random-forest", stream), stream, 2_000, 3_000))
        .isGreaterThan(0.98);
    assertThat(accuracy(learner("adaptive-random-forest", stream), stream, 3_400, 6_000))
        .isGreaterThan(0.97);
  }

  /** Waves of two numbers, a third of no use. */
  private static LabelledRows waves(int size, int changeAt) {
    CounterRandom random = new CounterRandom(7);
    double[][] rows = new double[size][3];
    double[] targets = new double[size];
    for (int i = 0; i < size; i++) {
      rows[i] = new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble()};
      double wave = 10 * Math.sin(6 * rows[i][0]) + 5 * rows[i][1];
      targets[i] = (i < changeAt ? wave : -wave) + Streams.normal(random);
    }
    return LabelledRows.numbers("waves", rows, targets, Target.number());
  }

  private static <S> double squaredError(Learner<S> learner, LabelledRows stream, int from) {
    S state = learner.codec().create();
    double[] out = new double[1];
    double error = 0;
    for (int i = 0; i < stream.size(); i++) {
      learner.predict(state, stream.rows()[i], out);
      error += i >= from ? Math.pow(out[0] - stream.targets()[i], 2) : 0;
      learner.learn(state, stream.rows()[i], stream.targets()[i], 1);
    }
    return error / (stream.size() - from);
  }

  @Test
  void forestsLearnANumber() {
    LabelledRows stream = waves(8_000, Integer.MAX_VALUE);
    double mean = java.util.Arrays.stream(stream.targets()).average().orElseThrow();
    double variance =
        java.util.Arrays.stream(stream.targets())
            .map(y -> (y - mean) * (y - mean))
            .average()
            .orElseThrow();
    for (String name :
        List.of("hoeffding-tree", "adaptive-random-forest", "streaming-random-patches:patch=1")) {
      assertThat(squaredError(learner(name, stream), stream, 4_000))
          .as(name)
          .isLessThan(0.15 * variance);
    }
  }

  @Test
  void aForestOfNumbersFollowsAChangeThatATreeDoesNot() {
    LabelledRows stream = waves(8_000, 4_000);
    double tree = squaredError(learner("hoeffding-tree", stream), stream, 5_000);
    double forest = squaredError(learner("adaptive-random-forest", stream), stream, 5_000);
    assertThat(forest).isLessThan(0.5 * tree);
  }

  @Test
  void anExampleOfWeightThreeCountsAsThreeInATree() {
    LabelledRows stream = Streams.step(190, 4);
    HoeffdingTree learner = (HoeffdingTree) learner("hoeffding-tree:grace=10000", stream);
    TreeState once = learner.codec().create();
    TreeState thrice = learner.codec().create();
    for (int i = 0; i < stream.size(); i++) {
      learner.learn(once, stream.rows()[i], stream.targets()[i], 3);
      for (int k = 0; k < 3; k++) {
        learner.learn(thrice, stream.rows()[i], stream.targets()[i], 1);
      }
    }
    double[] a = new double[2];
    double[] b = new double[2];
    learner.predict(once, new double[] {0.45, 0.3}, a);
    learner.predict(thrice, new double[] {0.45, 0.3}, b);
    assertThat(a[1]).isCloseTo(b[1], within(1e-9));
  }

  @Test
  void aTreeKeepsToItsMostNodesAndDepthAndGoesOnLearning() {
    LabelledRows stream = Streams.radial(8_000, 3, 0, 6);
    AdaptiveRandomForest learner =
        (AdaptiveRandomForest)
            learner(
                "adaptive-random-forest:maxNodes=9,maxDepth=3,grace=50,drift=1e-9,warning=1e-9",
                stream);
    ForestState state = learner.codec().create();
    for (int i = 0; i < stream.size(); i++) {
      learner.learn(state, stream.rows()[i], stream.targets()[i], 1);
    }
    double weight = 0;
    for (Member member : state.members) {
      assertThat(member.tree.size()).isLessThanOrEqualTo(9).isGreaterThan(1);
      for (int node = 0; node < member.tree.size(); node++) {
        assertThat(member.tree.depth(node)).isLessThanOrEqualTo(3);
        weight += member.tree.isLeaf(node) ? member.tree.leaf(node)[LeafModel.WEIGHT] : 0;
      }
    }
    assertThat(weight).isGreaterThan(300_000);
    assertThat(learner.memoryBytes(state)).isBetween(10_000L, 200_000L);
  }

  @Test
  void memoryIsAboutWhatTheArraysTake() {
    LabelledRows stream = Streams.radial(4_000, 3, 0.001, 6);
    AdaptiveRandomForest learner =
        (AdaptiveRandomForest) learner("adaptive-random-forest:grace=50", stream);
    ForestState state = learner.codec().create();
    long empty = learner.memoryBytes(state);
    for (int i = 0; i < stream.size(); i++) {
      learner.learn(state, stream.rows()[i], stream.targets()[i], 1);
    }
    long leaves = (state.nodes() + state.size()) / 2;
    long leafBytes = 8 * (4 + 3 + 6 * (1 + 5 * 3));
    assertThat(learner.memoryBytes(state) - empty)
        .isGreaterThan((leaves - state.size()) * leafBytes)
        .isLessThan(4 * leaves * leafBytes);
  }

  @Test
  void missingValuesAndUnknownLevelsAreTaken() {
    LabelledRows stream = Streams.applicants(6_000, 100_000, 8);
    CounterRandom random = new CounterRandom(9);
    for (double[] row : stream.rows()) {
      int hole = random.nextInt(row.length);
      row[hole] = random.nextInt(2) == 0 ? Double.NaN : row[hole];
      row[6] = random.nextInt(20) == 0 ? 99 : row[6];
    }
    for (Learners.Entry entry : Learners.ALL) {
      if (entry.name().contains("tree") || entry.name().contains("random")) {
        assertThat(accuracy(learner(entry.name(), stream), stream, 3_000, 6_000))
            .as(entry.name())
            .isGreaterThan(0.8);
      }
    }
  }

  @Test
  void theBestTreesOfSeveralForestsMakeOne() {
    LabelledRows good = Streams.radial(6_000, 3, 0, 10);
    AdaptiveRandomForest learner = (AdaptiveRandomForest) learner("adaptive-random-forest", good);
    ForestState taught = learner.codec().create();
    ForestState misled = learner.codec().create();
    CounterRandom random = new CounterRandom(1);
    for (int i = 0; i < 5_000; i++) {
      learner.learn(taught, good.rows()[i], good.targets()[i], 1);
      learner.learn(misled, good.rows()[i], random.nextInt(3), 1);
    }
    ForestState merged = learner.merge(List.of(misled, taught)).orElseThrow();
    double[] expected = new double[3];
    double[] out = new double[3];
    for (int i = 5_000; i < 6_000; i++) {
      learner.predict(taught, good.rows()[i], expected);
      learner.predict(merged, good.rows()[i], out);
      for (int c = 0; c < 3; c++) {
        assertThat(out[c]).isCloseTo(expected[c], within(1e-12));
      }
    }
    assertThat(merged.size()).isEqualTo(10);
    learner.learn(merged, good.rows()[0], 0, 1);
    learner.predict(taught, good.rows()[5_999], out);
    assertThat(out).isEqualTo(expected);
  }

  @Test
  void optionsOutOfRangeAreNamed() {
    Schema schema = Streams.step(1, 1).schema();
    assertThatThrownBy(() -> Learners.parse("adaptive-random-forest:lambda=0", schema))
        .hasMessageContaining("option lambda is 0.0, must be above 0");
    assertThatThrownBy(() -> Learners.parse("hoeffding-tree:tie=2", schema))
        .hasMessageContaining("option tie is 2.0, must be in 0 to 1");
    assertThatThrownBy(() -> Learners.parse("hoeffding-tree:trees=3", schema))
        .hasMessageContaining("has no option 'trees'");
    assertThatThrownBy(
            () ->
                Learners.parse(
                    "hoeffding-adaptive-tree", new Schema(schema.attributes(), Target.number())))
        .hasMessageContaining("cannot learn a number");
  }
}
