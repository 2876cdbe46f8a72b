package io.atomstreams.model.training;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * The network with its loss, gradients and Adam updates as a TensorFlow graph, and the session that
 * holds the weights. One thread, so that sums are taken in the same order every time. Close it: it
 * holds native memory.
 */
final class TrainingGraph implements AutoCloseable {

  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-7f;
  private static final int EVALUATION_BATCH = 4096;

  private final Graph graph = new Graph();
  private final Session session;
  private final int inputs;
  private final List<LayerVariables> layers = new ArrayList<>();
  private final Placeholder<TFloat32> rows;
  private final Placeholder<TFloat32> labels;
  private final Placeholder<TFloat32> beta1Power;
  private final Placeholder<TFloat32> beta2Power;
  private final Operand<TFloat32> logits;
  private final Operand<TFloat32> logLoss;
  private final List<Op> updates = new ArrayList<>();
  private double beta1ToTheStep = 1;
  private double beta2ToTheStep = 1;

  private record LayerVariables(
      int inputs, int outputs, Variable<TFloat32> kernel, Variable<TFloat32> bias) {}

  TrainingGraph(List<DenseLayer> initial, MlpTrainer.Options options) {
    Ops tf = Ops.create(graph);
    inputs = initial.get(0).inputs();
    rows = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, inputs)));
    labels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1)));
    beta1Power = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    beta2Power = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    List<Op> initialisers = new ArrayList<>();
    logits = network(tf, initial, initialisers);
    // log loss from the logit x and the label y: ln(1 + exp(x)) − y·x
    Operand<TFloat32> perRow = tf.math.sub(tf.math.softplus(logits), tf.math.mul(labels, logits));
    logLoss = tf.math.mean(perRow, tf.constant(new int[] {0, 1}));
    adam(tf, options, initialisers);
    session = new Session(graph, oneThread());
    Session.Runner runner = session.runner();
    initialisers.forEach(runner::addTarget);
    runner.run().close();
  }

  private static ConfigProto oneThread() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1)
        .build();
  }

  private Operand<TFloat32> network(Ops tf, List<DenseLayer> initial, List<Op> initialisers) {
    Operand<TFloat32> values = rows;
    for (DenseLayer layer : initial) {
      Shape kernelShape = Shape.of(layer.inputs(), layer.outputs());
      Variable<TFloat32> kernel = variable(tf, kernelShape, layer.kernel(), initialisers);
      Variable<TFloat32> bias = variable(tf, Shape.of(layer.outputs()), layer.bias(), initialisers);
      layers.add(new LayerVariables(layer.inputs(), layer.outputs(), kernel, bias));
      values = tf.nn.biasAdd(tf.linalg.matMul(values, kernel), bias);
      if (layers.size() < initial.size()) {
        values = tf.nn.relu(values);
      }
    }
    return values;
  }

  private void adam(Ops tf, MlpTrainer.Options options, List<Op> initialisers) {
    Operand<TFloat32> loss = logLoss;
    List<Variable<TFloat32>> variables = new ArrayList<>();
    for (LayerVariables layer : layers) {
      // l2Loss is half the sum of squares
      loss =
          tf.math.add(
              loss, tf.math.mul(tf.constant(2 * options.l2()), tf.nn.l2Loss(layer.kernel())));
      variables.add(layer.kernel());
      variables.add(layer.bias());
    }
    Gradients gradients = tf.gradients(loss, variables);
    for (int i = 0; i < variables.size(); i++) {
      Shape shape = variables.get(i).shape();
      float[] zeros = new float[(int) shape.size()];
      updates.add(
          tf.train.applyAdam(
              variables.get(i),
              variable(tf, shape, zeros, initialisers),
              variable(tf, shape, zeros, initialisers),
              beta1Power,
              beta2Power,
              tf.constant(options.learningRate()),
              tf.constant(BETA1),
              tf.constant(BETA2),
              tf.constant(EPSILON),
              gradients.<TFloat32>dy(i)));
    }
  }

  private static Variable<TFloat32> variable(
      Ops tf, Shape shape, float[] initial, List<Op> initialisers) {
    Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
    initialisers.add(tf.assign(variable, tf.constant(shape, DataBuffers.of(initial))));
    return variable;
  }

  /** One Adam step on the rows {@code order[start …]}; the log loss before it, in nats. */
  double step(StandardisedRows set, int[] order, int start, int size) {
    beta1ToTheStep *= BETA1;
    beta2ToTheStep *= BETA2;
    try (TFloat32 x = tensor(Shape.of(size, inputs), set.gather(order, start, size));
        TFloat32 y = tensor(Shape.of(size, 1), set.gatherLabels(order, start, size));
        TFloat32 power1 = TFloat32.scalarOf((float) beta1ToTheStep);
        TFloat32 power2 = TFloat32.scalarOf((float) beta2ToTheStep)) {
      Session.Runner runner =
          session
              .runner()
              .feed(rows, x)
              .feed(labels, y)
              .feed(beta1Power, power1)
              .feed(beta2Power, power2)
              .fetch(logLoss);
      updates.forEach(runner::addTarget);
      try (Result result = runner.run()) {
        return ((TFloat32) result.get(0)).getFloat();
      }
    }
  }

  /** The mean log loss on all rows, in nats. */
  double loss(StandardisedRows set) {
    double sum = 0;
    for (int start = 0; start < set.count(); start += EVALUATION_BATCH) {
      int size = Math.min(EVALUATION_BATCH, set.count() - start);
      try (TFloat32 x = tensor(Shape.of(size, inputs), set.range(start, size));
          Result result = session.runner().feed(rows, x).fetch(logits).run()) {
        TFloat32 scored = (TFloat32) result.get(0);
        for (int i = 0; i < size; i++) {
          double probability = 1 / (1 + Math.exp(-scored.getFloat(i, 0)));
          sum += Evaluation.rowLoss(probability, set.label(start + i));
        }
      }
    }
    return sum / set.count();
  }

  /** The weights as they are now. */
  List<DenseLayer> layers() {
    List<DenseLayer> result = new ArrayList<>();
    for (LayerVariables layer : layers) {
      result.add(
          new DenseLayer(
              layer.inputs(), layer.outputs(), values(layer.kernel()), values(layer.bias())));
    }
    return result;
  }

  private float[] values(Variable<TFloat32> variable) {
    try (Result result = session.runner().fetch(variable).run()) {
      TFloat32 tensor = (TFloat32) result.get(0);
      float[] values = new float[(int) tensor.size()];
      tensor.copyTo(DataBuffers.of(values, false, false));
      return values;
    }
  }

  private static TFloat32 tensor(Shape shape, float[] values) {
    return TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
