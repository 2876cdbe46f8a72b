package io.atomstreams.model.engine.flinkml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.ml.linalg.DenseVector;
import org.apache.flink.ml.linalg.typeinfo.DenseVectorSerializer;

/**
 * Directories laid out as Flink ML 2.2 leaves them, with any content. Vectors go through Flink ML's
 * own serializer; the rest follows its source. What Flink ML itself has written is in the test
 * resources.
 */
final class SavedModels {

  private static final String PACKAGE = "org.apache.flink.ml.";
  private static final String PART = "data/part-8e6e0a0c-6d3b-4f3a-9a51-0d5ad3a8cb40-0";

  private SavedModels() {}

  static void pipeline(Path directory, int stages) {
    metadata(
        directory,
        Map.of(
            "className",
            PACKAGE + "builder.PipelineModel",
            "timestamp",
            1_700_000_000_000L,
            "numStages",
            stages,
            "paramMap",
            Map.of()));
  }

  static void scaler(
      Path directory, String input, String output, boolean withMean, double[] mean, double[] std) {
    stage(
        directory,
        "feature.standardscaler.StandardScalerModel",
        Map.of("inputCol", input, "outputCol", output, "withMean", withMean, "withStd", true));
    data(
        directory,
        out -> {
          vector(mean, out);
          vector(std, out);
          out.writeLong(0);
          out.writeLong(Long.MAX_VALUE);
        });
  }

  static void logisticRegression(Path directory, String featuresCol, double[] coefficient) {
    logisticRegressionStage(directory, featuresCol);
    data(
        directory,
        out -> {
          vector(coefficient, out);
          out.writeLong(0);
        });
  }

  static void logisticRegressionStage(Path directory, String featuresCol) {
    stage(
        directory,
        "classification.logisticregression.LogisticRegressionModel",
        Map.of(
            "featuresCol", featuresCol,
            "predictionCol", "prediction",
            "rawPredictionCol", "rawPrediction"));
  }

  static void kMeans(Path directory, String distance, double[][] centroids) {
    stage(
        directory,
        "clustering.kmeans.KMeansModel",
        Map.of(
            "distanceMeasure",
            distance,
            "featuresCol",
            "features",
            "predictionCol",
            "prediction",
            "k",
            centroids.length));
    data(
        directory,
        out -> {
          out.writeInt(centroids.length);
          for (double[] centroid : centroids) {
            vector(centroid, out);
          }
          vector(new double[centroids.length], out);
        });
  }

  static void vector(double[] values, DataOutputView out) throws IOException {
    new DenseVectorSerializer().serialize(new DenseVector(values), out);
  }

  static void stage(Path directory, String className, Map<String, Object> params) {
    metadata(
        directory,
        Map.of(
            "className", PACKAGE + className, "timestamp", 1_700_000_000_000L, "paramMap", params));
  }

  /** Writes bytes to an output. */
  interface Encoding {
    void to(DataOutputView out) throws IOException;
  }

  static void data(Path directory, Encoding encoding) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      encoding.to(new DataOutputViewStreamWrapper(bytes));
      write(directory.resolve(PART), bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void metadata(Path directory, Map<String, Object> content) {
    try {
      write(directory.resolve("metadata"), new ObjectMapper().writeValueAsBytes(content));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path part(Path directory) {
    return directory.resolve(PART);
  }
}
