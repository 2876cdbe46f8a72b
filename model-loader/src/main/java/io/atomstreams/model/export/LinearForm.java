package io.atomstreams.model.export;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.onnx.OnnxDense;
import io.atomstreams.model.onnx.OnnxDense.Activation;
import io.atomstreams.model.onnx.OnnxDense.Layer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Logistic regressions: {@code weights.json}, and one layer in ONNX. */
final class LinearForm implements PortableForm {

  private static final double TOLERANCE = 1e-6;

  @Override
  public String engine() {
    return new LinearEngine().name();
  }

  @Override
  public byte[] json(ModelRef ref, Path artifacts) {
    return weights(ref, artifacts).toJson().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] onnx(ModelRef ref, ModelSignature signature, Path artifacts) {
    LinearWeights weights = weights(ref, artifacts);
    Layer layer =
        new Layer(Activation.SIGMOID, array(weights.weights()), new double[] {weights.intercept()});
    return new OnnxDense(
            weights.signedLog(), array(weights.mean()), array(weights.scale()), List.of(layer))
        .bytes(signature.inputs().get(0), signature.outputs().get(0));
  }

  private static LinearWeights weights(ModelRef ref, Path artifacts) {
    ModelFile file = new ModelFile(ref, artifacts.resolve(LinearEngine.WEIGHTS_FILE));
    return file.as(LinearWeights::fromJson);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public double tolerance(ExportFormat format) {
    return TOLERANCE;
  }
}
