package io.atomstreams.model.engine.pytorch;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.runtime.EngineLibrary;
import io.atomstreams.model.engine.runtime.NativeModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens {@code model.pt}, a TorchScript archive. A script does not name its arrays: the signature's
 * inputs are the arguments of {@code forward} in their order; its outputs are the tensor, or the
 * tensors of the tuple, in their order, or by name if {@code forward} gives a dictionary.
 *
 * <p>The libraries are in no distribution unless the build's profile {@code pytorch} is on. Loading
 * them takes about a second once per process.
 */
public final class PyTorchEngine implements ModelEngine {

  /** The file this engine looks for. */
  public static final String MODEL_FILE = "model.pt";

  /** What has to be on the class path; the third for the platform it runs on. */
  public static final EngineLibrary LIBRARY =
      new EngineLibrary(
          "pytorch",
          List.of("ai.djl.Model", "ai.djl.pytorch.engine.PtEngine"),
          List.of(
              "ai.djl:api:0.36.0",
              "ai.djl.pytorch:pytorch-engine:0.35.1",
              "ai.djl.pytorch:pytorch-native-cpu:2.7.1:linux-x86_64",
              "ai.djl.pytorch:pytorch-jni:2.7.1-0.35.1"),
          ", or build the distribution with -Ppytorch");

  @Override
  public String name() {
    return "pytorch";
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    if (!Files.isRegularFile(artifacts.resolve(MODEL_FILE))) {
      throw new ModelException(
          "model " + ref + ": engine pytorch needs " + MODEL_FILE + " in " + artifacts);
    }
    return LIBRARY.require(
        ref, () -> NativeModel.tried(ref, signature, ScriptCall.load(ref, signature, artifacts)));
  }
}
