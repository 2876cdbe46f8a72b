package io.atomstreams.model.export;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.onnx.OnnxDense;
import io.atomstreams.model.onnx.OnnxDense.Activation;
import io.atomstreams.model.onnx.OnnxDense.Layer;
import java.nio.file.Path;
import java.util.List;

/** Networks of plain layers: {@code network.json}, and the same layers in ONNX. */
final class DenseForm implements PortableForm {

  static final String FILE = "network.json";
  private static final double TOLERANCE = 1e-6;

  /** The file as it stands. */
  record Document(
      List<String> features, boolean signedLog, double[] mean, double[] scale, List<Dense> layers) {

    /** A layer; the kernel row-major, inputs × outputs. */
    record Dense(int inputs, int outputs, Activation activation, double[] kernel, double[] bias) {}
  }

  @Override
  public String engine() {
    return "mlp";
  }

  @Override
  public byte[] json(ModelRef ref, Path artifacts) {
    ModelFile file = new ModelFile(ref, artifacts.resolve(FILE));
    layers(ref, file);
    return file.bytes();
  }

  @Override
  public byte[] onnx(ModelRef ref, ModelSignature signature, Path artifacts) {
    return layers(ref, new ModelFile(ref, artifacts.resolve(FILE)))
        .bytes(signature.inputs().get(0), signature.outputs().get(0));
  }

  private static OnnxDense layers(ModelRef ref, ModelFile file) {
    Document document = file.as(Document.class);
    if (document.mean == null || document.scale == null || document.layers == null) {
      throw new ModelException(
          "model %s: %s lacks mean, scale or layers".formatted(ref, file.path().getFileName()));
    }
    return new OnnxDense(
        document.signedLog,
        document.mean,
        document.scale,
        document.layers.stream()
            .map(layer -> new Layer(layer.activation, layer.kernel, layer.bias))
            .toList());
  }

  @Override
  public double tolerance(ExportFormat format) {
    return TOLERANCE;
  }
}
