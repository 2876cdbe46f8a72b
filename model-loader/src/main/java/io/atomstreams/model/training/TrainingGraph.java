package io.atomstreams.model.training;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.network.Architecture;
import io.atomstreams.model.network.Objective;
import io.atomstreams.model.network.WeightSpec;
import io.atomstreams.model.network.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.math.Mean;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * A network with its loss, gradients and Adam updates as a TensorFlow graph, and the session that
 * holds the weights. One thread, so that sums are taken in the same order every time. Close it: it
 * holds native memory.
 */
final class TrainingGraph implements AutoCloseable {

  private static final int EVALUATION_BATCH = 4096;

  private final Graph graph = new Graph();
  private final Session session;
  private final TensorSpec input;
  private final int targetWidth;
  private final List<WeightSpec> specs;
  private final Map<String, Variable<TFloat32>> variables = new LinkedHashMap<>();
  private final Output<?> rows;
  private final Placeholder<TFloat32> targets;
  private final DropoutOperations operations;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> evaluationLoss;
  private final AdamUpdates adam;
  private final List<Op> normLimits;
  private final CounterRandom dropout;
  private long drawn;

  TrainingGraph(
      Architecture architecture, Objective objective, Weights initial, TrainingOptions options) {
    Ops tf = Ops.create(graph);
    input = architecture.input();
    targetWidth = objective.targets();
    specs = architecture.weights();
    dropout = new CounterRandom(options.seed(), DropoutOperations.STREAM);
    List<Op> initialisers = new ArrayList<>();
    for (WeightSpec spec : specs) {
      float[] values = initial.values(spec.name());
      variables.put(spec.name(), variable(tf, spec, values, initialisers));
    }
    rows = FrozenGraph.placeholder(tf, input);
    targets = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, targetWidth)));
    operations = new DropoutOperations(tf, name -> variables.get(name).asOutput());
    loss = mean(tf, objective.loss(operations, architecture.forward(operations, rows), target()));
    evaluationLoss = operations.hasMasks() ? evaluation(tf, architecture, objective) : loss;
    adam = new AdamUpdates(tf, loss, specs, variables, options, initialisers);
    normLimits = NormLimits.of(tf, specs, variables);
    session = new Session(graph, oneThread());
    run(initialisers);
  }

  private Output<?> target() {
    return targets.asOutput();
  }

  /** The same without dropout. */
  private Mean<TFloat32> evaluation(Ops tf, Architecture architecture, Objective objective) {
    TensorFlowOperations plain =
        new TensorFlowOperations(tf, name -> variables.get(name).asOutput());
    return mean(tf, objective.loss(plain, architecture.forward(plain, rows), target()));
  }

  @SuppressWarnings("unchecked") // losses are made of floats
  private static Mean<TFloat32> mean(Ops tf, Output<?> perRow) {
    Operand<TFloat32> flat = tf.reshape((Output<TFloat32>) perRow, tf.constant(new int[] {-1}));
    return tf.math.mean(flat, tf.constant(0));
  }

  private static Variable<TFloat32> variable(
      Ops tf, WeightSpec spec, float[] values, List<Op> initialisers) {
    Shape shape = TensorFlowOperations.shape(spec.shape());
    Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
    initialisers.add(tf.assign(variable, tf.constant(shape, DataBuffers.of(values))));
    return variable;
  }

  static ConfigProto oneThread() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1)
        .build();
  }

  private void run(List<Op> targets) {
    if (!targets.isEmpty()) {
      Session.Runner runner = session.runner();
      targets.forEach(runner::addTarget);
      runner.run().close();
    }
  }

  /** One step on the rows {@code order[start] …}; the mean loss on them before it. */
  double step(PreparedExamples set, int[] order, int start, int size) {
    double stepLoss;
    try (Tensor x = InputBatch.of(input, size, set.values(order, start, size));
        TFloat32 y = targetTensor(set, order, start, size);
        DropoutOperations.Masks masks = operations.masks(size, dropout, drawn);
        AdamUpdates.Powers powers = adam.next()) {
      drawn += masks.drawn();
      Session.Runner runner = session.runner().feed(rows, x).feed(targets, y).fetch(loss);
      masks.feed(runner);
      powers.feed(runner);
      adam.updates().forEach(runner::addTarget);
      try (Result result = runner.run()) {
        stepLoss = ((TFloat32) result.get(0)).getFloat();
      }
    }
    run(normLimits);
    return stepLoss;
  }

  private TFloat32 targetTensor(PreparedExamples set, int[] order, int start, int size) {
    return TFloat32.tensorOf(
        Shape.of(size, targetWidth), DataBuffers.of(set.targets(order, start, size), true, false));
  }

  /** The mean loss on all rows, without dropout and L2. */
  double loss(PreparedExamples set) {
    int[] order = new int[set.count()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    double sum = 0;
    for (int start = 0; start < order.length; start += EVALUATION_BATCH) {
      int size = Math.min(EVALUATION_BATCH, order.length - start);
      try (Tensor x = InputBatch.of(input, size, set.values(order, start, size));
          TFloat32 y = targetTensor(set, order, start, size);
          Result result =
              session.runner().feed(rows, x).feed(targets, y).fetch(evaluationLoss).run()) {
        sum += size * (double) ((TFloat32) result.get(0)).getFloat();
      }
    }
    return sum / order.length;
  }

  /** The weights as they are now. */
  Weights weights() {
    List<float[]> values = new ArrayList<>();
    for (WeightSpec spec : specs) {
      try (Result result = session.runner().fetch(variables.get(spec.name())).run()) {
        TFloat32 tensor = (TFloat32) result.get(0);
        float[] numbers = new float[(int) tensor.size()];
        tensor.copyTo(DataBuffers.of(numbers, false, false));
        values.add(numbers);
      }
    }
    return new Weights(specs, values);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
