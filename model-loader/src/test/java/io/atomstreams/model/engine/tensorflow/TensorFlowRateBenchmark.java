package io.atomstreams.model.engine.tensorflow;

import ai.djl.tensorflow.engine.SavedModelBundle;
import ai.djl.tensorflow.engine.javacpp.JavacppUtils;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerPointer;
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
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.RunOptions;

/**
 * What does a batch of 512 cost in TensorFlow itself, called through its C interface on one thread?
 * The network of {@code EngineBenchmark}; the input is filled before, the result not read.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TensorFlowRateBenchmark {

  private static final int ROWS = 512;
  private static final int COLUMNS = 15;

  private SavedModelBundle bundle;
  private TF_Tensor rows;
  private TF_Output input;
  private TF_Output output;
  private TF_Status status;
  private PointerPointer<TF_Tensor> inputs;
  private PointerPointer<TF_Tensor> outputs;
  private PointerPointer<TF_Operation> targets;

  @Setup
  public void open() throws IOException {
    Path artifacts = Files.createTempDirectory("engine-benchmark");
    new TensorFlowFixture().write(COLUMNS, 5, artifacts);
    TensorFlowRuntime.require();
    bundle =
        JavacppUtils.loadSavedModelBundle(
            artifacts.toString(),
            new String[] {"serve"},
            TensorFlowRuntime.sessionConfig(),
            RunOptions.getDefaultInstance());
    rows =
        TF_Tensor.allocateTensor(
            tensorflow.TF_FLOAT, new long[] {ROWS, COLUMNS}, (long) ROWS * COLUMNS * Float.BYTES);
    tensorflow.TF_TensorData(rows)
        .capacity((long) ROWS * COLUMNS * Float.BYTES)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(0, TinyNetworks.rows(ROWS, COLUMNS, 3));
    input = point("features");
    output = point("probability");
    status = TF_Status.newStatus();
    inputs = new PointerPointer<>(new TF_Tensor[] {rows});
    outputs = new PointerPointer<>(1);
    targets = new PointerPointer<>(0);
  }

  private TF_Output point(String operation) {
    return new TF_Output()
        .oper(tensorflow.TF_GraphOperationByName(bundle.getGraph(), operation))
        .index(0);
  }

  @TearDown
  public void close() {
    rows.close();
    bundle.close();
  }

  @Benchmark
  public void run() {
    tensorflow.TF_SessionRun(
        bundle.getSession(), null, input, inputs, 1, output, outputs, 1, targets, 0, null, status);
    status.throwExceptionIfNotOK();
    tensorflow.TF_DeleteTensor(outputs.get(TF_Tensor.class, 0));
  }
}
