package io.atomstreams.operators.learning.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.trees.TreesEngine;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.catalogue.Learners;
import io.atomstreams.operators.state.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published forest says what its leaves' frequencies say, through the engine that serves it. */
class PublicationTest {

  private static final ModelRef REF = new ModelRef("forest", 1);

  @TempDir Path artifacts;

  private Model open(LearnedModel learned) throws IOException {
    for (var file : learned.files().entrySet()) {
      Files.write(artifacts.resolve(file.getKey()), file.getValue());
    }
    assertThat(learned.engine()).isEqualTo("trees");
    return new TreesEngine().open(REF, learned.signature(), artifacts);
  }

  private static ForestState learned(AdaptiveForest learner, LabelledRows stream) {
    ForestState state = learner.codec().create();
    for (int i = 0; i < stream.size(); i++) {
      learner.learn(state, stream.rows()[i], stream.targets()[i], 1);
    }
    assertThat(state.nodes()).isGreaterThan(50);
    return state;
  }

  /** The weighted mean of the leaves' own words, tree by tree. */
  private static double[] oracle(ForestState state, Schema schema, double[] row) {
    LeafModel model = LeafModel.of(schema);
    double[] sum = new double[model.outputs()];
    double[] out = new double[model.outputs()];
    double weights = 0;
    for (Member member : state.members) {
      model.publish(member.tree.leaf(member.tree.leafOf(row)), out);
      double weight = schema.target().isNumber() ? 1 : member.merit();
      weights += weight;
      for (int c = 0; c < out.length; c++) {
        sum[c] += weight * out[c];
      }
    }
    for (int c = 0; c < out.length; c++) {
      sum[c] /= weights;
    }
    return sum;
  }

  private static double[] askable(CounterRandom random, double[] like) {
    double[] row = like.clone();
    for (int a = 0; a < row.length; a++) {
      row[a] = random.nextInt(10) == 0 ? Double.NaN : (float) row[a];
    }
    return row;
  }

  private void requireSame(String text, LabelledRows stream) throws IOException {
    AdaptiveForest learner = (AdaptiveForest) Learners.parse(text, stream.schema());
    ForestState state = learned(learner, stream);
    int outputs = stream.schema().target().outputs();
    int width = outputs == 2 ? 1 : outputs;
    CounterRandom random = new CounterRandom(1);
    try (Model model = open(learner.publish(state).orElseThrow())) {
      float[] out = new float[width];
      for (int i = 0; i < 1_000; i++) {
        double[] row = askable(random, stream.rows()[i]);
        float[] floats = new float[row.length];
        for (int a = 0; a < row.length; a++) {
          floats[a] = (float) row[a];
        }
        model.score(floats, 1, out);
        double[] expected = oracle(state, stream.schema(), row);
        for (int c = 0; c < width; c++) {
          double there = expected[outputs == 2 ? 1 : c];
          assertThat((double) out[c]).isCloseTo(there, within(1e-6 * Math.max(1, Math.abs(there))));
        }
      }
    }
  }

  @Test
  void twoClassesWithCategories() throws IOException {
    requireSame("adaptive-random-forest:grace=50,delta=0.1", Streams.applicants(4_000, 2_000, 1));
  }

  @Test
  void tenClassesOfCategories() throws IOException {
    requireSame("adaptive-random-forest:grace=50,delta=0.1", Streams.segments(3_000, 9_999, 1));
  }

  @Test
  void aNumber() throws IOException {
    LabelledRows rows = Streams.applicants(3_000, 9_999, 2);
    double[] targets = new double[rows.size()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = rows.rows()[i][0] / 1000 + rows.rows()[i][6] * 20;
    }
    Schema schema = new Schema(rows.schema().attributes(), Target.number());
    requireSame(
        "streaming-random-patches:grace=50,delta=0.1",
        new LabelledRows("salaries", schema, rows.rows(), targets));
  }

  @Test
  void contributionsAddUpToTheProbability() throws IOException {
    LabelledRows stream = Streams.applicants(3_000, 9_999, 3);
    AdaptiveForest learner =
        (AdaptiveForest)
            Learners.parse("adaptive-random-forest:grace=50,delta=0.1", stream.schema());
    ForestState state = learned(learner, stream);
    int width = stream.schema().width();
    try (Model model = open(learner.publish(state).orElseThrow())) {
      Attribution attribution = model.attribution().orElseThrow();
      assertThat(attribution.link()).isEqualTo(Attribution.Link.IDENTITY);
      float[] row = new float[width];
      double[] parts = new double[width + 1];
      float[] score = new float[1];
      for (int i = 0; i < 50; i++) {
        for (int a = 0; a < width; a++) {
          row[a] = (float) stream.rows()[i][a];
        }
        model.score(row, 1, score);
        attribution.attribute(row, 1, parts);
        double sum = 0;
        for (double part : parts) {
          sum += part;
        }
        assertThat(sum).isCloseTo(score[0], within(1e-5));
      }
    }
  }

  @Test
  void aPublishedTreeIsTheTree() throws IOException {
    LabelledRows stream = Streams.step(3_000, 5);
    HoeffdingTree learner = (HoeffdingTree) Learners.parse("hoeffding-tree", stream.schema());
    TreeState state = learner.codec().create();
    for (int i = 0; i < stream.size(); i++) {
      learner.learn(state, stream.rows()[i], stream.targets()[i], 1);
    }
    LearnedModel learned = learner.publish(state).orElseThrow();
    assertThat(learned.signature().features()).containsExactly("x0", "x1");
    try (Model model = open(learned)) {
      float[] out = new float[1];
      model.score(new float[] {0.9f, 0.1f}, 1, out);
      assertThat(out[0]).isGreaterThan(0.9f);
      model.score(new float[] {0.1f, 0.9f}, 1, out);
      assertThat(out[0]).isLessThan(0.1f);
    }
  }
}
