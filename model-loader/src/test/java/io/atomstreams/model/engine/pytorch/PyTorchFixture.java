package io.atomstreams.model.engine.pytorch;

import io.atomstreams.model.engine.ClassifierSample;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.engine.MixedSample;
import io.atomstreams.model.engine.RecurrentSample;
import io.atomstreams.model.training.DenseLayer;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** TorchScript archives with random weights. */
public final class PyTorchFixture implements EngineFixture {

  @Override
  public String engine() {
    return "pytorch";
  }

  @Override
  public String file() {
    return PyTorchEngine.MODEL_FILE;
  }

  @Override
  public boolean namesItsArrays() {
    return false;
  }

  @Override
  public List<String> artifacts() {
    return PyTorchEngine.LIBRARY.artifacts();
  }

  /** Only in the profile pytorch. */
  @Override
  public boolean isHere() {
    return getClass().getClassLoader().getResource("ai/djl/pytorch/engine/PtEngine.class") != null;
  }

  @Override
  public EngineSample write(int columns, long seed, Path artifacts) {
    TrainedNetwork network =
        TinyNetworks.random(TinyNetworks.features(columns), List.of(32, 16), seed);
    TorchScriptFile file = new TorchScriptFile();
    file.tensor("mean", floats(network.standardisation().mean()), columns);
    file.tensor("scale", floats(network.standardisation().scale()), columns);
    List<String> lines = new ArrayList<>();
    lines.add("t = torch.mul(torch.sign(x), torch.log1p(torch.abs(x)))");
    lines.add("z = torch.div(torch.sub(t, self.mean), self.scale)");
    lines.add("v = torch.where(torch.isnan(x), torch.zeros_like(z), z)");
    List<DenseLayer> layers = network.layers();
    for (int i = 0; i < layers.size(); i++) {
      DenseLayer layer = layers.get(i);
      file.tensor("kernel" + i, layer.kernel(), layer.inputs(), layer.outputs());
      file.tensor("bias" + i, layer.bias(), layer.outputs());
      String dense = "torch.add(torch.matmul(v, self.kernel%d), self.bias%d)".formatted(i, i);
      lines.add(i < layers.size() - 1 ? "v = torch.relu(" + dense + ")" : "v = " + dense);
    }
    lines.add("return torch.squeeze(torch.sigmoid(v), 1)");
    file.write("x: Tensor", "Tensor", lines, artifacts);
    return EngineSample.of(network);
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  @Override
  public List<Shape> shapes() {
    return List.of(
        new Shape("several classes", PyTorchFixture::classes),
        new Shape("several outputs", PyTorchFixture::outputs),
        new Shape("a dictionary of outputs", PyTorchFixture::dictionary),
        new Shape("a sequence", PyTorchFixture::recurrent),
        new Shape("several inputs and types", PyTorchFixture::mixed));
  }

  private static TorchScriptFile classifier(ClassifierSample sample) {
    return new TorchScriptFile()
        .tensor("kernel", sample.kernel(), ClassifierSample.COLUMNS, ClassifierSample.CLASSES)
        .tensor("bias", sample.bias(), ClassifierSample.CLASSES);
  }

  private static final String LOGITS = "v = torch.add(torch.matmul(x, self.kernel), self.bias)";

  private static EngineSample classes(long seed, Path artifacts) {
    ClassifierSample sample = ClassifierSample.random(seed);
    classifier(sample)
        .write("x: Tensor", "Tensor", List.of(LOGITS, "return torch.softmax(v, 1)"), artifacts);
    return sample.classes();
  }

  private static EngineSample outputs(long seed, Path artifacts) {
    ClassifierSample sample = ClassifierSample.random(seed);
    classifier(sample)
        .write(
            "x: Tensor",
            "Tuple[Tensor, Tensor, Tensor]",
            List.of(
                LOGITS,
                "label = torch.argmax(v, 1)",
                "highest = torch.to(torch.amax(v, [1]), 7)",
                "return (label, torch.softmax(v, 1), highest)"),
            artifacts);
    return sample.outputs();
  }

  private static EngineSample dictionary(long seed, Path artifacts) {
    ClassifierSample sample = ClassifierSample.random(seed);
    classifier(sample)
        .write(
            "x: Tensor",
            "Dict[str, Tensor]",
            List.of(
                LOGITS,
                "label = torch.argmax(v, 1)",
                "highest = torch.to(torch.amax(v, [1]), 7)",
                "return {\"highest_logit\": highest, \"label\": label, \"probabilities\":"
                    + " torch.softmax(v, 1)}"),
            artifacts);
    return sample.outputs();
  }

  private static EngineSample recurrent(long seed, Path artifacts) {
    RecurrentSample sample = RecurrentSample.random(seed);
    int units = RecurrentSample.UNITS;
    TorchScriptFile file =
        new TorchScriptFile()
            .tensor("inward", sample.in(), RecurrentSample.WIDTH, units)
            .tensor("back", sample.back(), units, units)
            .tensor("out", sample.out(), units, 1);
    List<String> lines = new ArrayList<>();
    for (int step = 0; step < RecurrentSample.STEPS; step++) {
      String sum = "torch.matmul(torch.select(x, 1, %d), self.inward)".formatted(step);
      lines.add(
          step == 0
              ? "h = torch.tanh(" + sum + ")"
              : "h = torch.tanh(torch.add(" + sum + ", torch.matmul(h, self.back)))");
    }
    lines.add("return torch.matmul(h, self.out)");
    file.write("x: Tensor", "Tensor", lines, artifacts);
    return sample.sample();
  }

  private static EngineSample mixed(long seed, Path artifacts) {
    MixedSample sample = MixedSample.random(seed);
    new TorchScriptFile()
        .tensor("weights", sample.weights(), MixedSample.AMOUNTS)
        .write(
            "amounts: Tensor, ids: Tensor, steps: Tensor, exact: Tensor",
            "Tuple[Tensor, Tensor]",
            List.of(
                "products = torch.mul(torch.to(amounts, 7), torch.to(self.weights, 7))",
                "value = torch.add(torch.sum(products, [1]), exact)",
                "count = torch.add(torch.sum(ids, [1]), torch.sum(steps, [1, 2]))",
                "return (value, torch.to(count, 3))"),
            artifacts);
    return sample.sample();
  }
}
