package io.atomstreams.model.training;

import io.atomstreams.model.network.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * One step of Adam (Kingma, Ba 2015) on the gradients of a loss, all of which together are
 * shortened to a largest norm first.
 */
final class AdamUpdates {

  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-7f;

  private final Placeholder<TFloat32> beta1Power;
  private final Placeholder<TFloat32> beta2Power;
  private final List<Op> updates = new ArrayList<>();
  private double beta1ToTheStep = 1;
  private double beta2ToTheStep = 1;

  AdamUpdates(
      Ops tf,
      Operand<TFloat32> loss,
      List<WeightSpec> specs,
      Map<String, Variable<TFloat32>> variables,
      TrainingOptions options,
      List<Op> initialisers) {
    beta1Power = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    beta2Power = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    List<Variable<TFloat32>> learned = List.copyOf(variables.values());
    Operand<TFloat32> whole = loss;
    for (WeightSpec spec : specs) {
      if (spec.decays()) {
        // l2Loss is half the sum of squares
        Operand<TFloat32> squares = tf.nn.l2Loss(variables.get(spec.name()));
        whole = tf.math.add(whole, tf.math.mul(tf.constant(2 * options.l2()), squares));
      }
    }
    Gradients gradients = tf.gradients(whole, learned);
    Operand<TFloat32> shortening = shortening(tf, gradients, learned.size(), options.clipNorm());
    for (int i = 0; i < learned.size(); i++) {
      Shape shape = learned.get(i).shape();
      updates.add(
          tf.train.applyAdam(
              learned.get(i),
              zeros(tf, shape, initialisers),
              zeros(tf, shape, initialisers),
              beta1Power,
              beta2Power,
              tf.constant(options.learningRate()),
              tf.constant(BETA1),
              tf.constant(BETA2),
              tf.constant(EPSILON),
              tf.math.mul(gradients.<TFloat32>dy(i), shortening)));
    }
  }

  /** {@code limit / max(norm, limit)}: 1 for a gradient that is short enough. */
  private static Operand<TFloat32> shortening(Ops tf, Gradients gradients, int count, float limit) {
    Operand<TFloat32> halfSquares = tf.nn.l2Loss(gradients.<TFloat32>dy(0));
    for (int i = 1; i < count; i++) {
      halfSquares = tf.math.add(halfSquares, tf.nn.l2Loss(gradients.<TFloat32>dy(i)));
    }
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.constant(2f), halfSquares));
    return tf.math.div(tf.constant(limit), tf.math.maximum(norm, tf.constant(limit)));
  }

  private static Variable<TFloat32> zeros(Ops tf, Shape shape, List<Op> initialisers) {
    Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
    float[] zeros = new float[(int) shape.size()];
    initialisers.add(tf.assign(variable, tf.constant(shape, DataBuffers.of(zeros))));
    return variable;
  }

  List<Op> updates() {
    return updates;
  }

  /** The powers of the decay rates at the next step, by which its averages are corrected. */
  Powers next() {
    beta1ToTheStep *= BETA1;
    beta2ToTheStep *= BETA2;
    return new Powers(
        TFloat32.scalarOf((float) beta1ToTheStep), TFloat32.scalarOf((float) beta2ToTheStep));
  }

  /** Holds native memory. */
  final class Powers implements AutoCloseable {

    private final TFloat32 first;
    private final TFloat32 second;

    private Powers(TFloat32 first, TFloat32 second) {
      this.first = first;
      this.second = second;
    }

    void feed(Session.Runner runner) {
      runner.feed(beta1Power, first).feed(beta2Power, second);
    }

    @Override
    public void close() {
      first.close();
      second.close();
    }
  }
}
