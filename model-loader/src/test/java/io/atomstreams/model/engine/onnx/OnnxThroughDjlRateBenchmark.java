package io.atomstreams.model.engine.onnx;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What would a batch cost in ONNX Runtime if it were called through DJL? To be compared with {@code
 * EngineBenchmark}'s engine onnx: the same network, from a flat batch to a flat result.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OnnxThroughDjlRateBenchmark {

  private static final int COLUMNS = 15;

  @Param({"1", "64", "512"})
  public int batch;

  private Model model;
  private float[] rows;

  @Setup
  public void open() throws IOException, MalformedModelException {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.onnx.disable_alternative", "true");
    Path artifacts = Files.createTempDirectory("engine-benchmark");
    new OnnxFixture().write(COLUMNS, 5, artifacts);
    model = Model.newInstance("model", Device.cpu(), "OnnxRuntime");
    model.load(artifacts, "model", Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
    rows = TinyNetworks.rows(batch, COLUMNS, 3);
  }

  @TearDown
  public void close() {
    model.close();
  }

  @Benchmark
  public float[] score() {
    try (NDManager scope = model.getNDManager().newSubManager()) {
      NDList fed = new NDList(scope.create(FloatBuffer.wrap(rows), new Shape(batch, COLUMNS)));
      NDList results = model.getBlock().forward(new ParameterStore(scope, false), fed, false);
      results.attach(scope);
      return results.get(0).toFloatArray();
    }
  }
}
