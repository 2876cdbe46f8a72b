package io.atomstreams.model.engine.pytorch;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.runtime.ArrayColumns;
import io.atomstreams.model.engine.runtime.ArrayMemory;
import io.atomstreams.model.engine.runtime.NativeCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A script in memory. One memory scope per batch: arrays in a scope that lives longer are not freed
 * until it closes. A batch is run in blocks of 64 rows, the last one filled up with rows of zeros:
 * the library behind PyTorch's products takes another kernel for another number of rows, and a row
 * would get other low bits by the size of its batch. In blocks of one size it gets the same.
 */
final class ScriptCall implements NativeCall {

  private static final String ENGINE = "PyTorch";
  private static final int BLOCK = 64;

  private final ModelRef ref;
  private final ai.djl.Model opened;
  private final List<ArrayColumns> inputs;
  private final List<ArrayColumns> outputs;
  private final Queue<ScriptInputs> idle = new ConcurrentLinkedQueue<>();

  private ScriptCall(ModelRef ref, ModelSignature signature, ai.djl.Model opened) {
    this.ref = ref;
    this.opened = opened;
    this.inputs = ArrayColumns.ofInputs(signature);
    this.outputs = ArrayColumns.ofOutputs(signature);
  }

  /**
   * @throws ModelException if PyTorch cannot load the file
   */
  static ScriptCall load(ModelRef ref, ModelSignature signature, Path artifacts) {
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("OPT_OUT_TRACKING", "true");
    setUnlessSet("ai.djl.pytorch.num_threads", "1");
    setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
    // it rewrites a script after its first calls, which then gives other bits
    setUnlessSet("ai.djl.pytorch.graph_optimizer", "false");
    try {
      ScriptArchive.require(artifacts.resolve(PyTorchEngine.MODEL_FILE));
      ai.djl.Model opened = ai.djl.Model.newInstance(ref.name(), Device.cpu(), ENGINE);
      try {
        opened.load(artifacts, "model");
        return new ScriptCall(ref, signature, opened);
      } catch (IOException | MalformedModelException | RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (IOException | MalformedModelException | RuntimeException e) {
      throw new ModelException(
          "model " + ref + ": PyTorch cannot load " + artifacts + ": " + e.getMessage(), e);
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null && System.getenv(property) == null) {
      System.setProperty(property, value);
    }
  }

  @Override
  public void run(float[] rows, int rowCount, float[] out) {
    ScriptInputs taken = idle.poll();
    ScriptInputs arrays = taken == null ? new ScriptInputs(inputs, BLOCK) : taken;
    try {
      for (int start = 0; start < rowCount; start += BLOCK) {
        runBlock(arrays, rows, start, Math.min(BLOCK, rowCount - start), out);
      }
    } catch (EngineException e) {
      throw new ModelException(
          "model " + ref + ": PyTorch cannot run the script: " + e.getMessage(), e);
    } finally {
      idle.add(arrays);
    }
  }

  private void runBlock(ScriptInputs arrays, float[] rows, int start, int count, float[] out) {
    try (NDManager scope = opened.getNDManager().newSubManager()) {
      NDList fed = arrays.fill(rows, start, count, scope);
      NDList results = opened.getBlock().forward(new ParameterStore(scope, false), fed, false);
      results.attach(scope);
      if (results.size() < outputs.size()) {
        throw new ModelException(
            "model %s: the script gives %d arrays, the signature promises %s"
                .formatted(ref, results.size(), names()));
      }
      for (int i = 0; i < outputs.size(); i++) {
        read(result(results, i), outputs.get(i), start, count, out);
      }
    }
  }

  private List<String> names() {
    return outputs.stream().map(columns -> columns.array().name()).toList();
  }

  private NDArray result(NDList results, int output) {
    if (results.get(0).getName() == null) {
      return results.get(output);
    }
    String name = outputs.get(output).array().name();
    NDArray result = results.get(name);
    if (result == null) {
      throw new ModelException(
          "model %s: the script gives no array %s, it gives %s"
              .formatted(ref, name, results.stream().map(NDArray::getName).toList()));
    }
    return result;
  }

  private void read(NDArray result, ArrayColumns output, int start, int count, float[] out) {
    if (result.getDataType() != ScriptInputs.dataType(output.array().type())
        || result.size() != (long) BLOCK * output.width()) {
      throw new ModelException(
          "model %s: output %s is %s of shape %s for %d rows; %s is promised"
              .formatted(
                  ref,
                  output.array().name(),
                  result.getDataType(),
                  result.getShape(),
                  BLOCK,
                  output.array()));
    }
    ArrayMemory.of(output, result.toByteBuffer()).read(start, count, out);
  }

  @Override
  public void close() {
    opened.close();
  }
}
