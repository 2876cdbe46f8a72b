package io.atomstreams.model.engine.tensorflow;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.tensorflow.engine.TfSymbolBlock;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.StatedArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.MetaGraphDef;

/**
 * Opens a frozen SavedModel: {@code saved_model.pb} with tag {@code serve} and signature {@code
 * serving_default}, one float input of rows × features, one float output per row.
 *
 * <p>Loading the native library takes about a second once per process, a model of a few kilobytes
 * some ten milliseconds. The directory must be on the default file system, where native code can
 * read it.
 */
public final class TensorFlowEngine implements ModelEngine {

  private static final String SAVED_MODEL = "saved_model.pb";

  @Override
  public String name() {
    return "tensorflow";
  }

  @Override
  public void inspect(ModelRef ref, ModelSignature signature, Path artifacts) {
    new SavedModelInspection(ref).require(artifacts);
  }

  @Override
  public Optional<StatedArrays> statedArrays(ModelRef ref, Path artifacts) {
    MetaGraphDef meta = new SavedModelInspection(ref).serving(artifacts);
    return Optional.ofNullable(meta.getSignatureDefMap().get(SignatureCheck.KEY))
        .map(signature -> StatedTensors.of(ref, signature));
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    if (!Files.isRegularFile(artifacts.resolve(SAVED_MODEL))) {
      throw new ModelException(
          "model " + ref + ": engine tensorflow needs " + SAVED_MODEL + " in " + artifacts);
    }
    if (signature.inputs().size() != 1 || signature.outputWidth() != 1) {
      throw new ModelException(
          "model %s: engine tensorflow runs one input and one value a row, not %s and %s"
              .formatted(ref, signature.inputs(), signature.outputs()));
    }
    TensorFlowRuntime.require();
    ai.djl.Model opened =
        ai.djl.Model.newInstance(ref.name(), Device.cpu(), TensorFlowRuntime.ENGINE);
    try {
      opened.load(artifacts, null, options());
      SignatureCheck.require(ref, signature, (TfSymbolBlock) opened.getBlock());
      return new TensorFlowModel(ref, signature, opened);
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
        SignatureCheck.KEY,
        "ConfigProto",
        Base64.getEncoder().encodeToString(config));
  }
}
