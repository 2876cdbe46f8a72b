package io.atomstreams.model.network;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.Operations.Binary;
import io.atomstreams.model.network.Operations.Reduction;
import io.atomstreams.model.network.WeightSpec.Start;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Convolutions over the words of a text (Kim 2014, the variant CNN-rand): words become vectors that
 * are learned, filters of several widths slide over them, the largest answer of each filter over
 * the whole text goes, with dropout, into a dense layer whose columns keep a norm of at most 3.
 *
 * <p>The input is word numbers {@code [batch, length]}: 0 is padding, whose vector stays 0, {@code
 * vocabulary − 1} is the word nobody knows, and so is every greater number. A filter over w words
 * is one product with the w vectors side by side, which is what a convolution is.
 *
 * @param vocabulary how many numbers there are, both special ones included
 * @param vector numbers in the vector of a word
 * @param widths words under a filter
 * @param filters of each width
 * @param dropout before the dense layer, in [0, 1)
 */
public record TextCnnArchitecture(
    TensorSpec input,
    int vocabulary,
    int vector,
    List<Integer> widths,
    int filters,
    double dropout,
    int outputs)
    implements Architecture {

  static final String NAME = "text_cnn";
  private static final double MAX_NORM = 3;

  public TextCnnArchitecture {
    widths = List.copyOf(widths);
    Architecture.require(
        input.shape().size() == 2
            && (input.type() == ElementType.INT32 || input.type() == ElementType.INT64),
        NAME,
        "input",
        input,
        "whole numbers [-1, length]");
    int length = input.width();
    Architecture.require(
        !widths.isEmpty() && Collections.min(widths) >= 1 && Collections.max(widths) <= length,
        NAME,
        "widths",
        widths,
        "1 or more each and at most the length " + length);
    Architecture.require(vocabulary >= 3, NAME, "vocabulary", vocabulary, "3 or more");
    Architecture.require(vector >= 1, NAME, "vector", vector, "1 or more");
    Architecture.require(filters >= 1, NAME, "filters", filters, "1 or more");
    Architecture.require(dropout >= 0 && dropout < 1, NAME, "dropout", dropout, "in [0, 1)");
    Architecture.require(outputs >= 1, NAME, "outputs", outputs, "1 or more");
  }

  /** Vectors of 32, 32 filters each of widths 3, 4 and 5, dropout 0.5. */
  public static TextCnnArchitecture small(TensorSpec input, int vocabulary, int outputs) {
    return new TextCnnArchitecture(input, vocabulary, 32, List.of(3, 4, 5), 32, 0.5, outputs);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<WeightSpec> weights() {
    List<WeightSpec> weights = new ArrayList<>();
    // padding has no row of its own here
    weights.add(
        new WeightSpec("vectors", List.of(vocabulary - 1, vector), Start.QUARTER, false, 0));
    for (int width : widths) {
      weights.add(WeightSpec.kernel("filter_" + width, width * vector, filters, Start.HE));
      weights.add(WeightSpec.bias("filter_" + width, filters));
    }
    weights.add(
        new WeightSpec(
            "output/kernel",
            List.of(filters * widths.size(), outputs),
            Start.GLOROT,
            true,
            MAX_NORM));
    weights.add(WeightSpec.bias("output", outputs));
    return List.copyOf(weights);
  }

  @Override
  public <T> T forward(Operations<T> ops, T ids) {
    int length = input.width();
    T padding = ops.constant(ElementType.FLOAT32, List.of(1, vector), new double[vector]);
    T table = ops.concat(0, List.of(padding, ops.weight("vectors")));
    T words = ops.gather(table, known(ops, ids));
    List<T> pooled = new ArrayList<>();
    for (int width : widths) {
      int places = length - width + 1;
      List<T> shifted = new ArrayList<>();
      for (int offset = 0; offset < width; offset++) {
        shifted.add(ops.slice(words, 1, offset, offset + places));
      }
      T windows = ops.reshape(ops.concat(2, shifted), -1, width * vector);
      T answers = ops.relu(ops.dense(windows, "filter_" + width));
      pooled.add(
          ops.reduce(Reduction.MAXIMUM, ops.reshape(answers, -1, places, filters), 1, false));
    }
    int found = filters * widths.size();
    return ops.dense(ops.dropout(ops.concat(1, pooled), found, dropout), "output");
  }

  private <T> T known(Operations<T> ops, T ids) {
    T lowest = ops.constant(input.type(), List.of(), 0);
    T highest = ops.constant(input.type(), List.of(), vocabulary - 1);
    return ops.binary(Binary.MINIMUM, ops.binary(Binary.MAXIMUM, ids, lowest), highest);
  }
}
