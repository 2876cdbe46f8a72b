package io.atomstreams.model.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a batch of 512 cost in ONNX Runtime itself, on one thread and with its own defaults
 * otherwise? The network of {@code EngineBenchmark}; the input is filled before, the result not
 * read.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OnnxRateBenchmark {

  private static final int ROWS = 512;
  private static final int COLUMNS = 15;

  private OrtSession session;
  private Map<String, OnnxTensor> inputs;

  @Setup
  public void open() throws IOException, OrtException {
    Path artifacts = Files.createTempDirectory("engine-benchmark");
    new OnnxFixture().write(COLUMNS, 5, artifacts);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session =
          environment.createSession(artifacts.resolve(OnnxEngine.MODEL_FILE).toString(), options);
    }
    FloatBuffer values =
        ByteBuffer.allocateDirect(ROWS * COLUMNS * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    values.put(0, TinyNetworks.rows(ROWS, COLUMNS, 3));
    inputs =
        Map.of(
            "features", OnnxTensor.createTensor(environment, values, new long[] {ROWS, COLUMNS}));
  }

  @TearDown
  public void close() throws OrtException {
    inputs.values().forEach(OnnxTensor::close);
    session.close();
  }

  @Benchmark
  public void run() throws OrtException {
    session.run(inputs).close();
  }
}
