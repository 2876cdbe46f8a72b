package io.atomstreams.model.export;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.onnx.OnnxNetwork;
import java.nio.file.Path;

/**
 * Networks trained here: their SavedModel has the same network as ONNX beside it, and as plain
 * layers where it consists of nothing else.
 */
final class TrainedForm implements PortableForm {

  private static final double TOLERANCE = 1e-5;

  private final DenseForm dense = new DenseForm();

  @Override
  public String engine() {
    return "tensorflow";
  }

  @Override
  public byte[] json(ModelRef ref, Path artifacts) {
    if (!new ModelFile(ref, artifacts.resolve(DenseForm.FILE)).exists()) {
      throw new ModelException(
          "model %s: a graph of TensorFlow with no %s beside it has no portable JSON; write onnx, if that lies beside it"
              .formatted(ref, DenseForm.FILE));
    }
    return dense.json(ref, artifacts);
  }

  @Override
  public byte[] onnx(ModelRef ref, ModelSignature signature, Path artifacts) {
    ModelFile file = new ModelFile(ref, artifacts.resolve(OnnxNetwork.FILE));
    if (!file.exists()) {
      throw new ModelException(
          "model %s: no %s lies beside its SavedModel: it was made elsewhere or by an earlier release; train it again, or export it where it was made"
              .formatted(ref, OnnxNetwork.FILE));
    }
    return file.bytes();
  }

  @Override
  public double tolerance(ExportFormat format) {
    return TOLERANCE;
  }
}
