package io.atomstreams.model.export;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearLink;
import io.atomstreams.model.engine.linear.LinearSum;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.onnx.OnnxDense;
import io.atomstreams.model.onnx.OnnxDense.Activation;
import io.atomstreams.model.onnx.OnnxDense.Layer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Linear models: {@code weights.json}, and one layer in ONNX unless they have categories. */
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
    if (!weights.levels().isEmpty()) {
      throw new ModelException(
          "model %s: it has categories (%s), which are not written as ONNX; write json"
              .formatted(ref, String.join(", ", weights.levels().keySet())));
    }
    return new OnnxDense(
            weights.signedLog(),
            array(weights.mean()),
            array(weights.scale()),
            weights.clip(),
            List.of(layer(weights)))
        .bytes(signature.inputs().get(0), signature.outputs().get(0));
  }

  private static Layer layer(LinearWeights weights) {
    List<LinearSum> sums = weights.sums();
    double[] kernel = new double[weights.features().size() * sums.size()];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = sums.get(i % sums.size()).weights().get(i / sums.size());
    }
    double[] bias = sums.stream().mapToDouble(LinearSum::intercept).toArray();
    return new Layer(activation(weights.link()), kernel, bias);
  }

  private static Activation activation(LinearLink link) {
    return switch (link) {
      case LOGIT -> Activation.SIGMOID;
      case IDENTITY -> Activation.IDENTITY;
      case EXP -> Activation.EXP;
      case SOFTMAX -> Activation.SOFTMAX;
    };
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
