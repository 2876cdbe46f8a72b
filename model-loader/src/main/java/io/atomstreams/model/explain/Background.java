package io.atomstreams.model.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rows that stand for nobody in particular: what a model says of a row is explained as the
 * difference from what it says of these. It travels with the model as {@code background.json}
 * beside the engine's own files, so that every explainer of a version compares with the same rows.
 *
 * @param features the columns, in the model's order
 * @param rows one or more, at most {@link #MOST_ROWS}; {@code NaN} means missing, nothing is
 *     infinite
 */
public record Background(List<String> features, List<List<Float>> rows) {

  /** The file's name among a model's artifacts. */
  public static final String FILE = "background.json";

  /** An explanation's cost grows with the rows; 32 keep the error of a mean below a fifth. */
  public static final int MOST_ROWS = 32;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  public Background {
    features = List.copyOf(features);
    rows = rows.stream().map(List::copyOf).toList();
    if (rows.isEmpty() || rows.size() > MOST_ROWS) {
      throw new ModelException(
          "background: there are %d rows, 1 to %d are needed".formatted(rows.size(), MOST_ROWS));
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != features.size()) {
        throw new ModelException(
            "background: row %d has %d values, the feature list has %d"
                .formatted(i, rows.get(i).size(), features.size()));
      }
      if (rows.get(i).stream().anyMatch(value -> Float.isInfinite(value))) {
        throw new ModelException(
            "background: row %d holds an infinite value; NaN means missing".formatted(i));
      }
    }
  }

  /**
   * Up to {@link #MOST_ROWS} rows at even distances from a larger set: of rows in the order of
   * time, some of every part of the period.
   *
   * @param rows row-major, {@code rowCount × features} values
   * @param rowCount 1 or more
   */
  public static Background spread(List<String> features, float[] rows, int rowCount) {
    int count = Math.min(MOST_ROWS, rowCount);
    List<List<Float>> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int row = (int) ((long) i * rowCount / count);
      List<Float> values = new ArrayList<>();
      for (int column = 0; column < features.size(); column++) {
        values.add(rows[row * features.size() + column]);
      }
      chosen.add(values);
    }
    return new Background(features, chosen);
  }

  /**
   * Reads the background that was saved with a model.
   *
   * @param features what the model takes, in its order
   * @param artifacts the directory with the model's files
   * @return empty if the model has none; its golden vectors' rows can then stand in
   * @throws ModelException if the file is no background, or one of other features
   */
  public static Optional<Background> read(ModelRef ref, List<String> features, Path artifacts) {
    Path file = artifacts.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Background background = fromJson(Files.readString(file));
      if (!background.features().equals(features)) {
        throw new ModelException(
            "background: it lists the features %s, the model %s"
                .formatted(background.features(), features));
      }
      return Optional.of(background);
    } catch (IOException e) {
      throw new ModelException("model " + ref + ": cannot read " + file + ": " + e, e);
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage() + " (" + FILE + ")", e);
    }
  }

  /** Writes {@code background.json} into {@code directory}, beside the engine's own files. */
  public void write(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      Files.writeString(file, toJson());
    } catch (IOException e) {
      throw new ModelException("cannot write " + file + ": " + e, e);
    }
  }

  /** The text of {@code background.json}; a missing value is the string {@code "NaN"}. */
  public String toJson() {
    try {
      return MAPPER.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rows are plain data and can always be written", e);
    }
  }

  /**
   * Reads {@link #toJson} back.
   *
   * @throws ModelException if the text is something else
   */
  public static Background fromJson(String json) {
    try {
      return MAPPER.readValue(json, Background.class);
    } catch (JsonProcessingException e) {
      throw e.getCause() instanceof ModelException misfit
          ? new ModelException(misfit.getMessage(), e)
          : new ModelException("not a background: " + e.getOriginalMessage(), e);
    }
  }

  /** The standard deviation of each column, over the rows that have a value; 0 if none has. */
  double[] deviations() {
    double[] deviations = new double[features.size()];
    for (int i = 0; i < deviations.length; i++) {
      int column = i;
      double[] values =
          rows.stream()
              .mapToDouble(row -> row.get(column))
              .filter(value -> !Double.isNaN(value))
              .toArray();
      double mean = Arrays.stream(values).average().orElse(0);
      double squares =
          Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0);
      deviations[i] = Math.sqrt(squares);
    }
    return deviations;
  }

  /** All values, row-major. */
  float[] flat() {
    float[] flat = new float[rows.size() * features.size()];
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < features.size(); column++) {
        flat[row * features.size() + column] = rows.get(row).get(column);
      }
    }
    return flat;
  }
}
