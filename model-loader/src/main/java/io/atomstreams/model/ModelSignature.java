package io.atomstreams.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What goes into a model and what comes out: the named arrays, and the meaning of each column of
 * the input.
 *
 * @param inputs exactly one today: a float matrix of rows × features
 * @param outputs exactly one today: a float per row, the probability
 * @param features the name of each input column, in the order the model was trained with
 */
public record ModelSignature(
    List<TensorSpec> inputs, List<TensorSpec> outputs, List<String> features) {

  public ModelSignature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    features = List.copyOf(features);
    if (inputs.size() != 1 || outputs.size() != 1) {
      throw new ModelException(
          "a signature has one input and one output, not "
              + inputs.size()
              + " and "
              + outputs.size());
    }
    if (features.isEmpty()) {
      throw new ModelException("a signature needs at least one feature");
    }
    Set<String> seen = new HashSet<>();
    for (String feature : features) {
      if (!seen.add(feature)) {
        throw new ModelException("feature " + feature + " is listed twice; keep one");
      }
    }
  }

  /** The usual signature: one float matrix in, one probability per row out. */
  public static ModelSignature probability(
      String inputName, String outputName, List<String> features) {
    return new ModelSignature(
        List.of(TensorSpec.floatRows(inputName, features.size())),
        List.of(TensorSpec.floatPerRow(outputName)),
        features);
  }

  public TensorSpec input() {
    return inputs.get(0);
  }

  public TensorSpec output() {
    return outputs.get(0);
  }

  /** The number of columns of the input, the length of one row in a flat batch. */
  public int featureCount() {
    return features.size();
  }

  /**
   * Refuses a batch that does not fit: {@code rows} must hold at least {@code rowCount × features}
   * values and {@code out} at least {@code rowCount}. Constant cost.
   *
   * @throws ModelException naming {@code ref} and the lengths
   */
  public void requireBatch(ModelRef ref, float[] rows, int rowCount, float[] out) {
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
    if (out.length < rowCount) {
      throw new ModelException(
          "model "
              + ref
              + ": the output holds "
              + out.length
              + " values, "
              + rowCount
              + " rows need as many");
    }
  }
}
