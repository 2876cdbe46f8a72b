package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import java.util.List;

/** A stream in memory: rows and what they turned out to be, in their order. */
record LabelledRows(String name, Schema schema, double[][] rows, double[] targets) {

  int size() {
    return rows.length;
  }

  static LabelledRows numbers(String name, double[][] rows, double[] targets, Target target) {
    List<Attribute> attributes =
        java.util.stream.IntStream.range(0, rows[0].length)
            .mapToObj(i -> Attribute.number("x" + i))
            .toList();
    return new LabelledRows(name, new Schema(attributes, target), rows, targets);
  }
}
