package io.atomstreams.model.engine.tensorflow;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.ClassifierSample;
import io.atomstreams.model.engine.MixedSample;
import io.atomstreams.model.engine.RecurrentSample;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/** The networks of the contract tests, as TensorFlow graphs. */
final class TensorFlowGraphs {

  private TensorFlowGraphs() {}

  private static <T extends TType> Placeholder<T> input(Ops tf, TensorSpec array, Class<T> type) {
    long[] shape = array.shape().stream().mapToLong(Long::longValue).toArray();
    return tf.withName(array.name()).placeholder(type, Placeholder.shape(Shape.of(shape)));
  }

  private static Operand<TFloat32> floats(Ops tf, float[] values, long... shape) {
    return tf.constant(Shape.of(shape), DataBuffers.of(values));
  }

  static void classes(Ops tf, ClassifierSample sample) {
    tf.withName(ClassifierSample.PROBABILITIES).nn.softmax(logits(tf, sample));
  }

  static void outputs(Ops tf, ClassifierSample sample) {
    Operand<TFloat32> logits = logits(tf, sample);
    tf.withName(ClassifierSample.PROBABILITIES).nn.softmax(logits);
    tf.withName(ClassifierSample.LABEL).math.argMax(logits, tf.constant(1));
    tf.withName(ClassifierSample.LOGIT)
        .dtypes
        .cast(tf.reduceMax(logits, tf.constant(1)), TFloat64.class);
  }

  private static Operand<TFloat32> logits(Ops tf, ClassifierSample sample) {
    int columns = ClassifierSample.COLUMNS;
    Operand<TFloat32> x =
        input(tf, TensorSpec.floatRows(ClassifierSample.INPUT, columns), TFloat32.class);
    return tf.nn.biasAdd(
        tf.linalg.matMul(x, floats(tf, sample.kernel(), columns, ClassifierSample.CLASSES)),
        floats(tf, sample.bias(), ClassifierSample.CLASSES));
  }

  static void recurrent(Ops tf, RecurrentSample sample) {
    int units = RecurrentSample.UNITS;
    Operand<TFloat32> steps =
        input(tf, sample.sample().signature().inputs().get(0), TFloat32.class);
    Operand<TFloat32> in = floats(tf, sample.in(), RecurrentSample.WIDTH, units);
    Operand<TFloat32> back = floats(tf, sample.back(), units, units);
    Operand<TFloat32> state = null;
    for (int step = 0; step < RecurrentSample.STEPS; step++) {
      Operand<TFloat32> x =
          tf.squeeze(
              tf.slice(
                  steps,
                  tf.constant(new int[] {0, step, 0}),
                  tf.constant(new int[] {-1, 1, RecurrentSample.WIDTH})),
              Squeeze.axis(List.of(1L)));
      Operand<TFloat32> sum = tf.linalg.matMul(x, in);
      state = tf.math.tanh(state == null ? sum : tf.math.add(sum, tf.linalg.matMul(state, back)));
    }
    tf.withName(RecurrentSample.OUTPUT).linalg.matMul(state, floats(tf, sample.out(), units, 1));
  }

  static void mixed(Ops tf, MixedSample sample) {
    Operand<TFloat32> amounts = input(tf, MixedSample.AMOUNTS_INPUT, TFloat32.class);
    Operand<TInt64> ids = input(tf, MixedSample.IDS, TInt64.class);
    Operand<TInt32> steps = input(tf, MixedSample.STEPS, TInt32.class);
    Operand<TFloat64> exact = input(tf, MixedSample.EXACT, TFloat64.class);
    Operand<TFloat64> weights =
        tf.dtypes.cast(floats(tf, sample.weights(), MixedSample.AMOUNTS), TFloat64.class);
    Operand<TFloat64> products = tf.math.mul(tf.dtypes.cast(amounts, TFloat64.class), weights);
    tf.withName(MixedSample.VALUE.name()).math.add(sum(tf, products, 1), exact);
    tf.withName(MixedSample.COUNT.name())
        .math
        .add(sum(tf, tf.dtypes.cast(ids, TInt32.class), 1), sum(tf, steps, 1, 2));
  }

  private static <T extends TNumber> Operand<T> sum(Ops tf, Operand<T> values, int... axes) {
    return tf.reduceSum(values, tf.constant(axes), ReduceSum.keepDims(false));
  }
}
