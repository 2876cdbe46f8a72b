package io.atomstreams.model.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.runtime.ArrayColumns;
import io.atomstreams.model.engine.runtime.NativeCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A session of ONNX Runtime, shared by all callers. The arrays of a batch are kept for the next
 * call: there are as many as there were callers at once.
 *
 * <p>A batch is padded with rows of zeros to a multiple of 16: logarithms and exponentials are
 * computed 4 to 16 values at a time, and left-over values with another polynomial, which would give
 * a row other low bits by its place in the batch.
 */
final class OnnxCall implements NativeCall {

  /** The most values that one vector instruction takes. */
  private static final int ROWS_PER_STEP = 16;

  private final ModelRef ref;
  private final OrtSession session;
  private final List<ArrayColumns> inputs;
  private final List<ArrayColumns> outputs;
  private final Queue<OnnxArrays> idle = new ConcurrentLinkedQueue<>();

  private OnnxCall(ModelRef ref, ModelSignature signature, OrtSession session) throws OrtException {
    this.ref = ref;
    this.session = session;
    this.inputs = ArrayColumns.ofInputs(signature);
    this.outputs = OnnxSignature.outputs(signature, session);
  }

  /**
   * @throws ModelException if ONNX Runtime cannot load the file, or it does not keep the signature
   */
  static OnnxCall load(ModelRef ref, ModelSignature signature, Path file) {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    try (SessionOptions options = options()) {
      OrtSession session = environment.createSession(file.toString(), options);
      try {
        OnnxSignature.of(session).require(ref, signature);
        return new OnnxCall(ref, signature, session);
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new ModelException(
          "model " + ref + ": ONNX Runtime cannot load " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The work of a call is done in the caller's thread. Memory comes from the process's allocator
   * and goes back to it: an arena would keep the largest batch's for ever, and a pattern of memory
   * would be kept for each size of batch.
   */
  private static SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
    options.setCPUArenaAllocator(false);
    options.setMemoryPatternOptimization(false);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  @Override
  public void run(float[] rows, int rowCount, float[] out) {
    int padded = (rowCount + ROWS_PER_STEP - 1) / ROWS_PER_STEP * ROWS_PER_STEP;
    OnnxArrays kept = idle.poll();
    OnnxArrays arrays = kept == null ? new OnnxArrays(inputs, outputs) : kept;
    try {
      arrays.run(session, rows, rowCount, padded, out);
    } catch (OrtException e) {
      throw new ModelException(
          "model %s: ONNX Runtime cannot run %d rows: %s".formatted(ref, rowCount, e.getMessage()),
          e);
    } finally {
      idle.add(arrays);
    }
  }

  @Override
  public void close() {
    for (OnnxArrays arrays = idle.poll(); arrays != null; arrays = idle.poll()) {
      arrays.close();
    }
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("model " + ref + ": ONNX Runtime cannot close it", e);
    }
  }
}
