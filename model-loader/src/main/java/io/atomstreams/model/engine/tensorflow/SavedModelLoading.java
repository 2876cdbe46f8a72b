package io.atomstreams.model.engine.tensorflow;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.tensorflow.engine.TfSymbolBlock;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** From a directory to a graph that can be called. */
final class SavedModelLoading {

  private SavedModelLoading() {}

  /**
   * @throws ModelException if TensorFlow cannot load the directory, or it does not keep the
   *     signature
   */
  static GraphCall load(ModelRef ref, ModelSignature signature, Path artifacts) {
    TensorFlowRuntime.require();
    ai.djl.Model opened =
        ai.djl.Model.newInstance(ref.name(), Device.cpu(), TensorFlowRuntime.ENGINE);
    try {
      GraphCheck.require(artifacts.resolve(TensorFlowEngine.SAVED_MODEL));
      opened.load(artifacts, null, options());
      TfSymbolBlock block = (TfSymbolBlock) opened.getBlock();
      SavedSignature.of(SavedSignature.serving(ref, block.getSavedModelBundle()))
          .require(ref, signature);
      return new GraphCall(ref, signature, opened);
    } catch (IOException | MalformedModelException | RuntimeException e) {
      opened.close();
      throw e instanceof ModelException misfit
          ? misfit
          : new ModelException(
              "model " + ref + ": TensorFlow cannot load " + artifacts + ": " + e, e);
    }
  }

  private static Map<String, String> options() {
    byte[] config = TensorFlowRuntime.sessionConfig().toByteArray();
    return Map.of(
        "Tags",
        "serve",
        "SignatureDefKey",
        SavedSignature.KEY,
        "ConfigProto",
        Base64.getEncoder().encodeToString(config));
  }
}
