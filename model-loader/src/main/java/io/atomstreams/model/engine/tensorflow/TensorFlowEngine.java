package io.atomstreams.model.engine.tensorflow;

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
 * Opens a SavedModel: {@code saved_model.pb} with tag {@code serve} and signature {@code
 * serving_default}, with any number of inputs and outputs by name.
 *
 * <p>Loading the native library takes about a second once per process, a model of a few kilobytes
 * some ten milliseconds. The directory must be on the default file system, where native code can
 * read it.
 */
public final class TensorFlowEngine implements ModelEngine {

  static final String NATIVES = "org.tensorflow:tensorflow-core-native:1.1.0:linux-x86_64";

  /** What has to be on the class path; the last for the platform it runs on. */
  public static final EngineLibrary LIBRARY =
      new EngineLibrary(
          "tensorflow",
          List.of(
              "ai.djl.Model",
              "ai.djl.tensorflow.engine.TfSymbolBlock",
              "org.tensorflow.op.Ops",
              "org.tensorflow.internal.c_api.global.tensorflow"),
          List.of(
              "ai.djl:api:0.36.0",
              "ai.djl.tensorflow:tensorflow-engine:0.36.0",
              "org.tensorflow:tensorflow-core-api:1.1.0",
              NATIVES));

  static final String SAVED_MODEL = "saved_model.pb";

  @Override
  public String name() {
    return "tensorflow";
  }

  @Override
  public void inspect(ModelRef ref, ModelSignature signature, Path artifacts) {
    LIBRARY.run(ref, () -> new SavedModelInspection(ref).require(artifacts));
  }

  @Override
  public Optional<StatedArrays> statedArrays(ModelRef ref, Path artifacts) {
    return LIBRARY.require(ref, () -> StatedTensors.find(ref, artifacts));
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    if (!Files.isRegularFile(artifacts.resolve(SAVED_MODEL))) {
      throw new ModelException(
          "model " + ref + ": engine tensorflow needs " + SAVED_MODEL + " in " + artifacts);
    }
    return LIBRARY.require(
        ref,
        () -> NativeModel.tried(ref, signature, SavedModelLoading.load(ref, signature, artifacts)));
  }
}
