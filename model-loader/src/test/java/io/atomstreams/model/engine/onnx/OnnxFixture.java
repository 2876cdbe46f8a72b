package io.atomstreams.model.engine.onnx;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.engine.ClassifierSample;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.engine.MixedSample;
import io.atomstreams.model.engine.RecurrentSample;
import io.atomstreams.model.training.DenseLayer;
import io.atomstreams.model.training.Standardisation;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.nio.file.Path;
import java.util.List;

/** ONNX graphs with random weights. */
public final class OnnxFixture implements EngineFixture {

  @Override
  public String engine() {
    return "onnx";
  }

  @Override
  public String file() {
    return OnnxEngine.MODEL_FILE;
  }

  @Override
  public boolean namesItsArrays() {
    return true;
  }

  @Override
  public List<String> artifacts() {
    return OnnxEngine.LIBRARY.artifacts();
  }

  @Override
  public EngineSample write(int columns, long seed, Path artifacts) {
    return write(
        TinyNetworks.random(TinyNetworks.features(columns), List.of(32, 16), seed), artifacts);
  }

  /** The network as TensorFlow gets it: from the raw feature to the probability. */
  public static EngineSample write(TrainedNetwork network, Path artifacts) {
    OnnxGraph graph = new OnnxGraph();
    String raw = graph.input(TensorSpec.floatRows(TrainedNetwork.INPUT, network.features().size()));
    graph.output(TensorSpec.floatPerRow(TrainedNetwork.OUTPUT));
    String values = standardise(graph, raw, network.standardisation());
    List<DenseLayer> layers = network.layers();
    for (int i = 0; i < layers.size(); i++) {
      values = dense(graph, values, layers.get(i));
      if (i < layers.size() - 1) {
        values = graph.node("Relu", List.of(values));
      }
    }
    String probability = graph.node("Sigmoid", List.of(values));
    graph.named(TrainedNetwork.OUTPUT, "Squeeze", List.of(probability, graph.longs(1)));
    graph.write(artifacts);
    return EngineSample.of(network);
  }

  private static String standardise(OnnxGraph graph, String raw, Standardisation standardisation) {
    String size = graph.node("Abs", List.of(raw));
    String log =
        graph.node("Log", List.of(graph.node("Add", List.of(size, graph.floats(new float[] {1})))));
    String signed = graph.node("Mul", List.of(graph.node("Sign", List.of(raw)), log));
    String centred = graph.node("Sub", List.of(signed, row(graph, standardisation.mean())));
    String standard = graph.node("Div", List.of(centred, row(graph, standardisation.scale())));
    String missing = graph.node("IsNaN", List.of(raw));
    return graph.node("Where", List.of(missing, graph.floats(new float[] {0}), standard));
  }

  private static String row(OnnxGraph graph, List<Float> values) {
    float[] row = new float[values.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = values.get(i);
    }
    return graph.floats(row, row.length);
  }

  private static String dense(OnnxGraph graph, String values, DenseLayer layer) {
    return graph.node(
        "Gemm",
        List.of(
            values,
            graph.floats(layer.kernel(), layer.inputs(), layer.outputs()),
            graph.floats(layer.bias(), layer.outputs())));
  }

  @Override
  public List<Shape> shapes() {
    return List.of(
        new Shape("several classes", OnnxFixture::classes),
        new Shape("several outputs", OnnxFixture::outputs),
        new Shape("a sequence", OnnxFixture::recurrent),
        new Shape("several inputs and types", OnnxFixture::mixed));
  }

  private static EngineSample classes(long seed, Path artifacts) {
    ClassifierSample sample = ClassifierSample.random(seed);
    return written(classifier(sample), sample.classes(), artifacts);
  }

  private static EngineSample outputs(long seed, Path artifacts) {
    ClassifierSample sample = ClassifierSample.random(seed);
    OnnxGraph graph = classifier(sample);
    graph.named(
        ClassifierSample.LABEL,
        "ArgMax",
        List.of(ClassifierSample.PROBABILITIES),
        OnnxGraph.attribute("axis", 1),
        OnnxGraph.attribute("keepdims", 0));
    String highest =
        graph.node(
            "ReduceMax",
            List.of("logits"),
            OnnxGraph.attribute("axes", List.of(1L)),
            OnnxGraph.attribute("keepdims", 0));
    graph.named(
        ClassifierSample.LOGIT, "Cast", List.of(highest), OnnxGraph.to(ElementType.FLOAT64));
    return written(graph, sample.outputs(), artifacts);
  }

  private static OnnxGraph classifier(ClassifierSample sample) {
    OnnxGraph graph = new OnnxGraph();
    graph.named(
        "logits",
        "Gemm",
        List.of(
            ClassifierSample.INPUT,
            graph.floats(sample.kernel(), ClassifierSample.COLUMNS, ClassifierSample.CLASSES),
            graph.floats(sample.bias(), ClassifierSample.CLASSES)));
    graph.named(
        ClassifierSample.PROBABILITIES,
        "Softmax",
        List.of("logits"),
        OnnxGraph.attribute("axis", 1));
    return graph;
  }

  private static EngineSample recurrent(long seed, Path artifacts) {
    RecurrentSample sample = RecurrentSample.random(seed);
    OnnxGraph graph = new OnnxGraph();
    int units = RecurrentSample.UNITS;
    String in = graph.floats(sample.in(), RecurrentSample.WIDTH, units);
    String back = graph.floats(sample.back(), units, units);
    String state = null;
    for (int step = 0; step < RecurrentSample.STEPS; step++) {
      String x =
          graph.node(
              "Gather",
              List.of(RecurrentSample.INPUT, graph.longs(step)),
              OnnxGraph.attribute("axis", 1));
      String flat = graph.node("Squeeze", List.of(x, graph.longs(1)));
      String sum = graph.node("MatMul", List.of(flat, in));
      if (state != null) {
        sum = graph.node("Add", List.of(sum, graph.node("MatMul", List.of(state, back))));
      }
      state = graph.node("Tanh", List.of(sum));
    }
    graph.named(
        RecurrentSample.OUTPUT, "MatMul", List.of(state, graph.floats(sample.out(), units, 1)));
    return written(graph, sample.sample(), artifacts);
  }

  private static EngineSample mixed(long seed, Path artifacts) {
    MixedSample sample = MixedSample.random(seed);
    OnnxGraph graph = new OnnxGraph();
    String weights = graph.floats(sample.weights(), MixedSample.AMOUNTS);
    String amounts = graph.node("Cast", List.of("amounts"), OnnxGraph.to(ElementType.FLOAT64));
    String products =
        graph.node(
            "Mul",
            List.of(
                amounts, graph.node("Cast", List.of(weights), OnnxGraph.to(ElementType.FLOAT64))));
    String total =
        graph.node(
            "ReduceSum", List.of(products, graph.longs(1)), OnnxGraph.attribute("keepdims", 0));
    graph.named("value", "Add", List.of(total, "exact"));
    String ids = graph.node("Cast", List.of("ids"), OnnxGraph.to(ElementType.INT32));
    graph.named(
        "count",
        "Add",
        List.of(
            graph.node(
                "ReduceSum", List.of(ids, graph.longs(1)), OnnxGraph.attribute("keepdims", 0)),
            graph.node(
                "ReduceSum",
                List.of("steps", graph.longs(1, 2)),
                OnnxGraph.attribute("keepdims", 0))));
    return written(graph, sample.sample(), artifacts);
  }

  private static EngineSample written(OnnxGraph graph, EngineSample sample, Path artifacts) {
    sample.signature().inputs().forEach(graph::input);
    sample.signature().outputs().forEach(graph::output);
    graph.write(artifacts);
    return sample;
  }
}
