package io.atomstreams.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What goes into a model and what comes out: the named arrays, the meaning of each value of a row,
 * and which value of the result is the score.
 *
 * <p>A row of features is cut into the inputs in their order: each takes as many values as its axes
 * behind the batch axis multiply to, row-major. A sequence model of 8 steps with 3 values each has
 * one input {@code [-1, 8, 3]} and 24 features, step by step. The result of a row is the values of
 * all outputs in their order, laid out in the same way: see {@link #outputWidth}.
 *
 * @param inputs one or more; the first axis of each is free (-1, the batch), the others are not;
 *     their widths add up to the number of features
 * @param outputs one or more; axes as of the inputs
 * @param features the name of each value of a row, in the order the model was trained with
 * @param score which value of the result is the score
 */
public record ModelSignature(
    List<TensorSpec> inputs, List<TensorSpec> outputs, List<String> features, Score score) {

  /** What a score means. */
  public enum Kind {
    /** A probability, in [0, 1]. */
    PROBABILITY,
    /** Any finite number: a forecast, a value, a distance. */
    VALUE
  }

  /**
   * Which value of the result is the score.
   *
   * @param output the name of an output
   * @param column its place among that output's values, from 0: the class, where there are several
   * @param kind what the score means
   */
  public record Score(String output, int column, Kind kind) {
    public Score {
      Objects.requireNonNull(output, "a score needs the name of an output");
      Objects.requireNonNull(kind, "a score needs a kind");
    }
  }

  public ModelSignature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    features = List.copyOf(features);
    requireArrays("input", inputs);
    requireArrays("output", outputs);
    if (features.isEmpty()) {
      throw new ModelException("a signature needs at least one feature");
    }
    Set<String> seen = new HashSet<>();
    for (String feature : features) {
      if (!seen.add(feature)) {
        throw new ModelException("feature " + feature + " is listed twice; keep one");
      }
    }
    long width = inputs.stream().mapToLong(TensorSpec::width).sum();
    if (width != features.size()) {
      throw new ModelException(
          "the inputs %s take %d values a row, the feature list has %d"
              .formatted(inputs, width, features.size()));
    }
    requireScore(outputs, score);
  }

  private static void requireArrays(String side, List<TensorSpec> tensors) {
    if (tensors.isEmpty()) {
      throw new ModelException("a signature needs at least one " + side);
    }
    Set<String> names = new HashSet<>();
    for (TensorSpec tensor : tensors) {
      tensor.requireRows(side);
      if (!names.add(tensor.name())) {
        throw new ModelException(side + " " + tensor.name() + " is listed twice; keep one");
      }
    }
  }

  private static void requireScore(List<TensorSpec> outputs, Score score) {
    Objects.requireNonNull(score, "a signature needs to say which value is the score");
    TensorSpec output =
        outputs.stream()
            .filter(candidate -> candidate.name().equals(score.output()))
            .findFirst()
            .orElseThrow(
                () ->
                    new ModelException(
                        "the score is to be taken from output %s; there are %s"
                            .formatted(
                                score.output(), outputs.stream().map(TensorSpec::name).toList())));
    if (score.column() < 0 || score.column() >= output.width()) {
      throw new ModelException(
          "the score is to be column %d of output %s, which has %d"
              .formatted(score.column(), output.name(), output.width()));
    }
  }

  /** The usual signature: one float matrix in, one probability per row out. */
  public static ModelSignature probability(
      String inputName, String outputName, List<String> features) {
    return new ModelSignature(
        List.of(TensorSpec.floatRows(inputName, features.size())),
        List.of(TensorSpec.floatPerRow(outputName)),
        features,
        new Score(outputName, 0, Kind.PROBABILITY));
  }

  /** The number of values of a row, its length in a flat batch. */
  public int featureCount() {
    return features.size();
  }

  /** The number of values of all outputs together for one row. */
  public int outputWidth() {
    int width = 0;
    for (TensorSpec output : outputs) {
      width += output.width();
    }
    return width;
  }

  /** Where in the result of a row the score is, from 0. */
  public int scoreColumn() {
    int offset = 0;
    for (TensorSpec output : outputs) {
      if (output.name().equals(score.output())) {
        break;
      }
      offset += output.width();
    }
    return offset + score.column();
  }

  /** A name for each value of the result: the output's own, with {@code [i]} where it has more. */
  public List<String> resultNames() {
    List<String> names = new ArrayList<>();
    for (TensorSpec output : outputs) {
      for (int i = 0; i < output.width(); i++) {
        names.add(output.width() == 1 ? output.name() : output.name() + "[" + i + "]");
      }
    }
    return List.copyOf(names);
  }

  /**
   * Refuses a batch that does not fit: {@code rows} must hold at least {@code rowCount × features}
   * values and {@code out} at least {@code rowCount × outputWidth}. Constant cost.
   *
   * @throws ModelException naming {@code ref} and the lengths
   */
  public void requireBatch(ModelRef ref, float[] rows, int rowCount, float[] out) {
    requireRows(ref, rows, rowCount);
    long results = (long) rowCount * outputWidth();
    if (out.length < results) {
      throw new ModelException(
          "model %s: the output holds %d values, %d rows of %d need %d"
              .formatted(ref, out.length, rowCount, outputWidth(), results));
    }
  }

  /**
   * Refuses a batch that cannot be explained: {@code rows} as of {@link #requireBatch}, {@code out}
   * must hold at least {@code rowCount × (features + 1)} values. Constant cost.
   *
   * @throws ModelException naming {@code ref} and the lengths
   */
  public void requireAttribution(ModelRef ref, float[] rows, int rowCount, double[] out) {
    requireRows(ref, rows, rowCount);
    long results = rowCount * (featureCount() + 1L);
    if (out.length < results) {
      throw new ModelException(
          "model %s: the output holds %d values, the contributions and bases of %d rows are %d"
              .formatted(ref, out.length, rowCount, results));
    }
  }

  private void requireRows(ModelRef ref, float[] rows, int rowCount) {
    if (rowCount < 0) {
      throw new ModelException("model " + ref + ": a batch of " + rowCount + " rows is below 0");
    }
    long needed = (long) rowCount * featureCount();
    if (rows.length < needed) {
      throw new ModelException(
          "model "
              + ref
              + ": the batch holds "
              + rows.length
              + " values, "
              + rowCount
              + " rows of "
              + featureCount()
              + " features need "
              + needed);
    }
  }
}
