package io.atomstreams.model.training;

import io.atomstreams.model.network.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** Shortens the columns of weights that are longer than they may be (Srivastava et al. 2014). */
final class NormLimits {

  private NormLimits() {}

  /** What to run after each step; empty where no weight has a limit. */
  static List<Op> of(Ops tf, List<WeightSpec> specs, Map<String, Variable<TFloat32>> variables) {
    List<Op> limits = new ArrayList<>();
    for (WeightSpec spec : specs) {
      if (spec.maxNorm() > 0) {
        Variable<TFloat32> weight = variables.get(spec.name());
        Operand<TFloat32> limit = tf.constant((float) spec.maxNorm());
        Operand<TFloat32> norms =
            tf.math.sqrt(
                tf.reduceSum(
                    tf.math.mul(weight, weight), tf.constant(0), ReduceSum.keepDims(true)));
        Operand<TFloat32> factor = tf.math.div(limit, tf.math.maximum(norms, limit));
        limits.add(tf.assign(weight, tf.math.mul(weight, factor)));
      }
    }
    return limits;
  }
}
