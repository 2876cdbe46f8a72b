package io.atomstreams.model.export;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.mlp.Activation;
import io.atomstreams.model.engine.mlp.MlpEngine;
import io.atomstreams.model.engine.mlp.NetworkWeights;
import io.atomstreams.model.onnx.OnnxDense;
import io.atomstreams.model.onnx.OnnxDense.Layer;
import java.nio.file.Path;

/** Networks of plain layers: {@code network.json}, and the same layers in ONNX. */
final class DenseForm implements PortableForm {

  static final String FILE = MlpEngine.NETWORK_FILE;
  private static final double TOLERANCE = 1e-6;

  @Override
  public String engine() {
    return new MlpEngine().name();
  }

  @Override
  public byte[] json(ModelRef ref, Path artifacts) {
    ModelFile file = file(ref, artifacts);
    file.as(NetworkWeights::fromJson);
    return file.bytes();
  }

  @Override
  public byte[] onnx(ModelRef ref, ModelSignature signature, Path artifacts) {
    NetworkWeights weights = file(ref, artifacts).as(NetworkWeights::fromJson);
    return new OnnxDense(
            weights.signedLog(),
            doubles(weights.mean()),
            doubles(weights.scale()),
            weights.layers().stream()
                .map(
                    layer ->
                        new Layer(
                            activation(layer.activation()),
                            doubles(layer.kernel()),
                            doubles(layer.bias())))
                .toList())
        .bytes(signature.inputs().get(0), signature.outputs().get(0));
  }

  private static ModelFile file(ModelRef ref, Path artifacts) {
    return new ModelFile(ref, artifacts.resolve(FILE));
  }

  private static OnnxDense.Activation activation(Activation activation) {
    return switch (activation) {
      case IDENTITY -> OnnxDense.Activation.IDENTITY;
      case RELU -> OnnxDense.Activation.RELU;
      case TANH -> OnnxDense.Activation.TANH;
      case SIGMOID -> OnnxDense.Activation.SIGMOID;
      case SOFTMAX -> OnnxDense.Activation.SOFTMAX;
    };
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  @Override
  public double tolerance(ExportFormat format) {
    return TOLERANCE;
  }
}
