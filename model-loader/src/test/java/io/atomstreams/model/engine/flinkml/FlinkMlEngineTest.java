package io.atomstreams.model.engine.flinkml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.ml.common.distance.DistanceMeasure;
import org.apache.flink.ml.linalg.DenseVector;
import org.apache.flink.ml.linalg.VectorWithNorm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkMlEngineTest {

  private static final ModelRef REF = new ModelRef("segments", 1);

  @TempDir Path artifacts;

  private static ModelSignature values(int columns, TensorSpec... outputs) {
    return new ModelSignature(
        List.of(TensorSpec.floatRows("in", columns)),
        List.of(outputs),
        TinyNetworks.features(columns),
        new Score(outputs[0].name(), 0, Kind.VALUE));
  }

  private static ModelSignature probability(int columns) {
    return ModelSignature.probability("in", "probability", TinyNetworks.features(columns));
  }

  private float[] score(ModelSignature signature, float... row) {
    float[] out = new float[signature.outputWidth()];
    try (Model model = new FlinkMlEngine().open(REF, signature, artifacts)) {
      model.score(row, 1, out);
    }
    return out;
  }

  private void useGolden(String name) throws IOException {
    try (InputStream golden = getClass().getResourceAsStream("/flinkml/" + name)) {
      SavedModels.write(SavedModels.part(artifacts), golden.readAllBytes());
    }
  }

  @Test
  void readsKMeansAsFlinkMlsOwnEncoderWroteIt() throws IOException {
    SavedModels.kMeans(artifacts, "manhattan", new double[3][130]);
    useGolden("kmeans-model-data.bin");
    ModelSignature signature =
        values(130, TensorSpec.floatRows("distances", 3), TensorSpec.floatPerRow("prediction"));

    float[] out = score(signature, new float[130]);

    double[] expected = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 130; j++) {
        expected[i] += Math.abs(Math.sin(i * 130 + j) * (j + 1));
      }
      assertThat(out[i]).isCloseTo((float) expected[i], within(1e-3f));
    }
    assertThat(expected[(int) out[3]]).isEqualTo(Arrays.stream(expected).min().orElseThrow());
  }

  @Test
  void readsAScalerAsFlinkMlsOwnEncoderWroteIt() throws IOException {
    SavedModels.stage(
        artifacts,
        "feature.standardscaler.StandardScalerModel",
        Map.of("withMean", true, "withStd", true));
    useGolden("scaler-model-data.bin");

    assertThat(score(values(3, TensorSpec.floatRows("output", 3)), 3.5f, 9, 1))
        .containsExactly(1, 0, 1.5f);
  }

  @Test
  void writesInItsTestsWhatFlinkMlsEncoderWrites() throws IOException {
    double[][] centroids = new double[3][130];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 130; j++) {
        centroids[i][j] = Math.sin(i * 130 + j) * (j + 1);
      }
    }
    SavedModels.kMeans(artifacts.resolve("k"), "euclidean", centroids);
    SavedModels.scaler(
        artifacts.resolve("s"),
        "a",
        "b",
        true,
        new double[] {1.5, -2, 0.25},
        new double[] {2, 0, 0.5});

    byte[] own = Files.readAllBytes(SavedModels.part(artifacts.resolve("k")));
    try (InputStream golden = getClass().getResourceAsStream("/flinkml/kmeans-model-data.bin")) {
      byte[] theirs = golden.readAllBytes();
      int weights = own.length - 3 * Double.BYTES;
      assertThat(Arrays.copyOf(own, weights)).isEqualTo(Arrays.copyOf(theirs, weights));
      assertThat(own).hasSameSizeAs(theirs);
    }
    try (InputStream golden = getClass().getResourceAsStream("/flinkml/scaler-model-data.bin")) {
      assertThat(Files.readAllBytes(SavedModels.part(artifacts.resolve("s"))))
          .isEqualTo(golden.readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"euclidean", "manhattan", "cosine"})
  void measuresDistancesAsFlinkMlDoes(String name) {
    double[][] centroids = {{1, 2, 3}, {-4, 0.5, 2}, {10, -10, 0.1}};
    SavedModels.kMeans(artifacts, name, centroids);
    ModelSignature signature =
        values(3, TensorSpec.floatRows("distances", 3), TensorSpec.floatPerRow("prediction"));
    DistanceMeasure measure = DistanceMeasure.getInstance(name);
    VectorWithNorm[] theirs =
        Arrays.stream(centroids)
            .map(centroid -> new VectorWithNorm(new DenseVector(centroid)))
            .toArray(VectorWithNorm[]::new);
    float[] rows = TinyNetworks.rows(50, 3, 6);
    for (int row = 0; row < 50; row++) {
      float[] point = Arrays.copyOfRange(rows, 3 * row, 3 * row + 3);
      double[] filled = new double[3];
      for (int i = 0; i < 3; i++) {
        filled[i] = Float.isNaN(point[i]) ? 0 : point[i];
      }
      VectorWithNorm vector = new VectorWithNorm(new DenseVector(filled));

      float[] out = score(signature, point);

      for (int i = 0; i < 3; i++) {
        float distance = (float) measure.distance(vector, theirs[i]);
        assertThat(out[i]).isCloseTo(distance, within(1e-4f * Math.max(1, distance)));
      }
      assertThat((int) out[3]).isEqualTo(measure.findClosest(theirs, vector));
    }
  }

  @Test
  void givesEveryResultOfALogisticRegression() {
    SavedModels.logisticRegression(artifacts, "features", new double[] {2, -1});
    ModelSignature all =
        values(
            2,
            TensorSpec.floatRows("rawPrediction", 2),
            TensorSpec.floatPerRow("prediction"),
            TensorSpec.floatPerRow("probability"));

    assertThat(score(all, 1, 2)).containsExactly(0.5f, 0.5f, 1, 0.5f);
    float p = (float) (1 / (1 + Math.exp(3)));
    assertThat(score(all, -1, 1)).containsExactly(1 - p, p, 0, p);
    assertThat(score(probability(2), Float.NaN, Float.NaN)).containsExactly(0.5f);
  }

  @Test
  void putsTheSegmentsOfLaterVersionsTogether() {
    SavedModels.logisticRegressionStage(artifacts, "features");
    SavedModels.data(
        artifacts,
        out -> {
          SavedModels.vector(new double[] {-1}, out);
          out.writeLong(1);
          out.writeLong(2);
          out.writeLong(7);
          SavedModels.vector(new double[] {2}, out);
          out.writeLong(0);
          out.writeLong(1);
          out.writeLong(7);
        });

    assertThat(score(probability(2), -1, 1)[0])
        .isCloseTo((float) (1 / (1 + Math.exp(3))), within(1e-7f));
  }

  @Test
  void goesThroughAPipelineByTheNamesOfItsColumns() {
    SavedModels.pipeline(artifacts, 11);
    for (int i = 0; i < 10; i++) {
      // the fifth writes what nobody reads
      SavedModels.scaler(
          artifacts.resolve("stages/0" + i),
          i == 0 ? "in" : i == 6 ? "c4" : "c" + (i - 1),
          "c" + i,
          i == 0,
          new double[] {10},
          new double[] {i == 5 ? 1e9 : 2});
    }
    SavedModels.logisticRegression(artifacts.resolve("stages/10"), "c9", new double[] {512});

    // (x − 10) / 2, then 8 more halvings
    assertThat(score(probability(1), 11)[0])
        .isCloseTo((float) (1 / (1 + Math.exp(-1))), within(1e-6f));
    assertThat(score(probability(1), Float.NaN)).containsExactly(0.5f);
  }

  @Test
  void explainsALogisticRegressionByItsTerms() {
    SavedModels.pipeline(artifacts, 2);
    SavedModels.scaler(
        artifacts.resolve("stages/0"),
        "in",
        "scaled",
        false,
        new double[] {10, 20},
        new double[] {2, 4});
    SavedModels.logisticRegression(artifacts.resolve("stages/1"), "scaled", new double[] {3, -1});
    try (Model model = new FlinkMlEngine().open(REF, probability(2), artifacts)) {
      Attribution attribution = model.attribution().orElseThrow();
      double[] out = new double[6];
      attribution.attribute(new float[] {12, Float.NaN, 10, 24}, 2, out);

      assertThat(out).containsExactly(new double[] {3, 0, 10, 0, -1, 10}, within(1e-12));
      assertThat(attribution.isExact()).isTrue();
    }
  }

  @Test
  void refusesWhatItDoesNotRun() {
    SavedModels.stage(artifacts, "classification.knn.KnnModel", Map.of());

    assertThatThrownBy(() -> new FlinkMlEngine().open(REF, probability(2), artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("segments@1")
        .hasMessageContaining("is a org.apache.flink.ml.classification.knn.KnnModel")
        .hasMessageContaining("LogisticRegressionModel, KMeansModel, StandardScalerModel");
  }

  @Test
  void refusesColumnsThatNobodyWrites() {
    SavedModels.pipeline(artifacts, 2);
    SavedModels.scaler(
        artifacts.resolve("stages/0"), "in", "scaled", true, new double[1], new double[1]);
    SavedModels.logisticRegression(artifacts.resolve("stages/1"), "scaledd", new double[1]);

    assertThatThrownBy(() -> new FlinkMlEngine().open(REF, probability(1), artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("reads the column scaledd")
        .hasMessageContaining("[scaled]");
  }

  @Test
  void refusesOutputsThatTheModelDoesNotGive() {
    SavedModels.kMeans(artifacts, "euclidean", new double[2][3]);

    assertThatThrownBy(
            () ->
                new FlinkMlEngine()
                    .open(REF, values(3, TensorSpec.floatPerRow("distance")), artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("gives no distance; did you mean distances");
    assertThatThrownBy(
            () ->
                new FlinkMlEngine()
                    .open(REF, values(3, TensorSpec.floatRows("distances", 3)), artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("distances has 2 values a row");
    assertThatThrownBy(
            () ->
                new FlinkMlEngine()
                    .open(
                        REF,
                        ModelSignature.probability("in", "prediction", TinyNetworks.features(3)),
                        artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("prediction of the saved model is no probability");
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    SavedModels.kMeans(artifacts, "euclidean", new double[2][3]);
    byte[] whole = Files.readAllBytes(SavedModels.part(artifacts));
    for (int length = 0; length < whole.length; length++) {
      SavedModels.write(SavedModels.part(artifacts), Arrays.copyOf(whole, length));
      assertThatThrownBy(
              () ->
                  new FlinkMlEngine()
                      .open(REF, values(3, TensorSpec.floatRows("distances", 2)), artifacts))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(ModelException.class);
    }
  }

  @Test
  void refusesDamagedBytes() {
    SavedModels.logisticRegressionStage(artifacts, "features");
    SavedModels.data(artifacts, out -> out.writeInt(Integer.MAX_VALUE));
    assertThatThrownBy(() -> new FlinkMlEngine().open(REF, probability(1), artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a length of 2147483647 where 0 bytes are left");

    SavedModels.logisticRegression(artifacts, "features", new double[] {Double.NaN});
    assertThatThrownBy(() -> new FlinkMlEngine().open(REF, probability(1), artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("value 0 of a vector is NaN");

    SavedModels.logisticRegressionStage(artifacts, "features");
    SavedModels.data(
        artifacts,
        out -> {
          SavedModels.vector(new double[] {2}, out);
          out.writeLong(1);
          out.writeLong(2);
          out.writeLong(0);
        });
    assertThatThrownBy(() -> new FlinkMlEngine().open(REF, probability(2), artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no segment holds value 0 of the coefficient");
  }

  @Test
  void passesOverFilesThatWereNotFinished() {
    SavedModels.logisticRegression(artifacts, "features", new double[] {2, -1});
    SavedModels.write(artifacts.resolve("data/.part-1.inprogress.2"), new byte[] {1, 2, 3});
    SavedModels.write(artifacts.resolve("data/part-2"), new byte[0]);

    assertThat(score(probability(2), 1, 2)).containsExactly(0.5f);
  }
}
