package io.atomstreams.model.engine.onnx;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.StatedArrays;
import io.atomstreams.model.engine.runtime.EngineLibrary;
import io.atomstreams.model.engine.runtime.NativeModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Opens {@code model.onnx}, with any number of inputs and outputs by name. Outputs that the
 * signature does not promise are not computed, so a classifier's label may be left out.
 *
 * <p>Loading the native library takes some tenths of a second once per process, a model of a few
 * kilobytes some milliseconds. The directory must be on the default file system, where native code
 * can read it.
 */
public final class OnnxEngine implements ModelEngine {

  /** The file this engine looks for. */
  public static final String MODEL_FILE = "model.onnx";

  /** What has to be on the class path. */
  public static final EngineLibrary LIBRARY =
      new EngineLibrary(
          "onnx",
          List.of("ai.onnxruntime.OrtEnvironment"),
          List.of("com.microsoft.onnxruntime:onnxruntime:1.28.0"));

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public void inspect(ModelRef ref, ModelSignature signature, Path artifacts) {
    new OnnxInspection(ref).require(file(ref, artifacts));
  }

  @Override
  public Optional<StatedArrays> statedArrays(ModelRef ref, Path artifacts) {
    return Optional.of(new OnnxInspection(ref).statedArrays(file(ref, artifacts)));
  }

  private static Path file(ModelRef ref, Path artifacts) {
    Path file = artifacts.resolve(MODEL_FILE);
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          "model " + ref + ": engine onnx needs " + MODEL_FILE + " in " + artifacts);
    }
    return file;
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    Path file = file(ref, artifacts);
    return LIBRARY.require(
        ref, () -> NativeModel.tried(ref, signature, OnnxCall.load(ref, signature, file)));
  }
}
