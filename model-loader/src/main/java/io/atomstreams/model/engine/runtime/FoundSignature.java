package io.atomstreams.model.engine.runtime;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.NearestNames;
import io.atomstreams.model.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The inputs and outputs that an artifact says it has.
 *
 * @param artifact what it is, for messages: {@code the SavedModel}
 * @param inputs by name, all that must be fed
 * @param outputs by name
 */
public record FoundSignature(
    String artifact, Map<String, FoundArray> inputs, Map<String, FoundArray> outputs) {

  public FoundSignature {
    inputs = Map.copyOf(inputs);
    outputs = Map.copyOf(outputs);
  }

  /**
   * Refuses an artifact that does not keep what is promised: each promised array by name, element
   * type and shape. It may have more outputs than are promised, but not more inputs. An output of
   * one value a row may have any number of axes of length 1.
   *
   * @throws ModelException naming the array
   */
  public void require(ModelRef ref, ModelSignature promised) {
    for (TensorSpec input : promised.inputs()) {
      require(ref, "input", input, inputs);
    }
    for (TensorSpec output : promised.outputs()) {
      require(ref, "output", output, outputs);
    }
    SortedSet<String> unfed = new TreeSet<>(inputs.keySet());
    promised.inputs().forEach(input -> unfed.remove(input.name()));
    if (!unfed.isEmpty()) {
      throw new ModelException(
          "model %s: %s also needs the inputs %s, which the signature does not promise; promise them, or export it without"
              .formatted(ref, artifact, unfed));
    }
  }

  private void require(
      ModelRef ref, String side, TensorSpec promised, Map<String, FoundArray> arrays) {
    String name = promised.name();
    FoundArray found = arrays.get(name);
    if (found == null) {
      throw new ModelException(
          "model %s: %s has no %s %s; %s"
              .formatted(ref, artifact, side, name, NearestNames.hint(name, arrays.keySet())));
    }
    if (!found.type().equals(Optional.of(promised.type()))) {
      throw new ModelException(
          "model %s: %s %s of %s is %s, the signature promises %s; %s"
              .formatted(
                  ref, side, name, artifact, found.typeName(), promised.type(), found.wayOut()));
    }
    if (found.shape().isPresent() && !fits(side, promised.shape(), found.shape().get())) {
      throw new ModelException(
          "model %s: %s %s of %s has shape %s, the signature asks for %s%s"
              .formatted(
                  ref,
                  side,
                  name,
                  artifact,
                  found.shape().get(),
                  promised.shape(),
                  hasFixedBatch(found.shape().get()) ? "; export it with a free batch axis" : ""));
    }
  }

  private static boolean hasFixedBatch(List<Long> found) {
    return !found.isEmpty() && found.get(0) != -1;
  }

  /** Of an output only the number of values matters, of an input the axes do too. */
  private static boolean fits(String side, List<Long> promised, List<Long> found) {
    boolean isColumn = side.equals("output") && promised.stream().skip(1).allMatch(n -> n == 1);
    if (isColumn) {
      return !found.isEmpty()
          && found.get(0) == -1
          && found.stream().skip(1).allMatch(n -> n == 1 || n == -1);
    }
    if (found.size() != promised.size()) {
      return false;
    }
    for (int axis = 0; axis < found.size(); axis++) {
      long length = found.get(axis);
      if (length != -1 && length != promised.get(axis)) {
        return false;
      }
    }
    return true;
  }
}
