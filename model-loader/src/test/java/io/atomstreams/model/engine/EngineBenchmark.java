package io.atomstreams.model.engine;

import io.atomstreams.model.Model;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * What does a batch cost in each engine? One thread, the engine's usual model of the contract tests
 * (15 features; the networks have 32 + 16 hidden units), microseconds a batch. {@code
 * TensorFlowRateBenchmark} and {@code OnnxRateBenchmark} ask the same of the runtimes themselves.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineBenchmark {

  /** {@link EngineBenchmarks} puts every engine there is in here. */
  @Param({"tensorflow", "onnx", "linear"})
  public String engine;

  @Param({"1", "16", "64", "256", "512"})
  public int batch;

  private Model model;
  private float[] rows;
  private float[] out;

  @Setup
  public void open() throws IOException {
    Path artifacts = Files.createTempDirectory("engine-benchmark");
    EngineSample sample = EngineFixtures.of(engine).write(EngineKind.COLUMNS, 5, artifacts);
    model = Engines.byName(engine).open(EngineKind.REF, sample.signature(), artifacts);
    rows = TinyNetworks.rows(batch, EngineKind.COLUMNS, 3);
    out = new float[batch];
  }

  @TearDown
  public void close() {
    model.close();
  }

  @Benchmark
  public float[] score() {
    model.score(rows, batch, out);
    return out;
  }
}
