package io.atomstreams.model.training;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** Runs a trained network once over examples, with what is exported; for measuring, not serving. */
final class NetworkRun {

  private static final int BATCH = 4096;

  private final Network network;

  NetworkRun(Network network) {
    this.network = network;
  }

  /** For each result its numbers, row-major. */
  Map<String, double[]> results(Examples examples) {
    Map<String, double[]> results = new LinkedHashMap<>();
    for (TensorSpec output : network.objective().results()) {
      results.put(output.name(), new double[examples.count() * output.width()]);
    }
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Output<?> raw = FrozenGraph.placeholder(tf, network.architecture().input());
      Map<String, Output<?>> defined = FrozenGraph.define(tf, network, raw);
      try (Session session = new Session(graph, TrainingGraph.oneThread())) {
        for (int start = 0; start < examples.count(); start += BATCH) {
          int size = Math.min(BATCH, examples.count() - start);
          float[] rows = rows(examples, start, size);
          try (Tensor x = InputBatch.of(network.architecture().input(), size, rows)) {
            for (TensorSpec output : network.objective().results()) {
              Output<?> node = defined.get(output.name());
              try (Result result = session.runner().feed(raw, x).fetch(node).run()) {
                copy(result.get(0), results.get(output.name()), start * output.width());
              }
            }
          }
        }
      }
    }
    return results;
  }

  private static float[] rows(Examples examples, int start, int size) {
    int width = examples.features().size();
    float[] rows = new float[size * width];
    for (int i = 0; i < size; i++) {
      System.arraycopy(examples.row(start + i), 0, rows, i * width, width);
    }
    return rows;
  }

  private static void copy(Tensor from, double[] to, int at) {
    int[] next = {at};
    if (from instanceof TFloat64 wide) {
      wide.scalars().forEach(x -> to[next[0]++] = x.getDouble());
    } else {
      ((TFloat32) from).scalars().forEach(x -> to[next[0]++] = x.getFloat());
    }
  }
}
