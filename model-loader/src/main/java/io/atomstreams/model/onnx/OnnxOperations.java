package io.atomstreams.model.onnx;

import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.Operations;
import io.atomstreams.model.network.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Networks as nodes of an ONNX graph. */
final class OnnxOperations implements Operations<OnnxOperations.Value> {

  private final OnnxGraph graph;
  private final Weights weights;
  private final Map<String, Value> made = new HashMap<>();

  /**
   * A result of a node.
   *
   * @param type of its elements; of a mask, of what it was made from
   */
  record Value(String name, ElementType type) {}

  OnnxOperations(OnnxGraph graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  @Override
  public Value weight(String name) {
    return made.computeIfAbsent(
        name,
        absent -> {
          float[] floats = weights.values(name);
          double[] values = new double[floats.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
          }
          List<Integer> shape = weights.spec(name).shape();
          return new Value(
              graph.constant(name, ElementType.FLOAT32, shape, values), ElementType.FLOAT32);
        });
  }

  @Override
  public Value constant(ElementType type, List<Integer> shape, double... values) {
    return new Value(graph.constant(type, shape, values), type);
  }

  private String whole(int... values) {
    return graph.constant(
        ElementType.INT64,
        List.of(values.length),
        Arrays.stream(values).asDoubleStream().toArray());
  }

  @Override
  public Value cast(Value x, ElementType type) {
    return new Value(
        graph.node("Cast", List.of(x.name), OnnxGraph.number("to", OnnxGraph.dataType(type))),
        type);
  }

  @Override
  public Value unary(Unary function, Value x) {
    return switch (function) {
      case ABS -> of("Abs", x);
      case SIGN -> of("Sign", x);
      case SQRT -> of("Sqrt", x);
      case EXP -> of("Exp", x);
      case LOG -> of("Log", x);
      case LOG1P -> log1p(x);
      case RELU -> of("Relu", x);
      case SIGMOID -> of("Sigmoid", x);
      case TANH -> of("Tanh", x);
      case SOFTPLUS -> of("Softplus", x);
      case IS_NAN -> of("IsNaN", x);
    };
  }

  private Value of(String type, Value x) {
    return new Value(graph.node(type, List.of(x.name)), x.type);
  }

  /** ONNX has no such function; in double precision the sum loses nothing a float can show. */
  private Value log1p(Value x) {
    Value wide = cast(x, ElementType.FLOAT64);
    Value one = constant(ElementType.FLOAT64, List.of(), 1);
    return cast(of("Log", add(wide, one)), x.type);
  }

  @Override
  public Value binary(Binary function, Value a, Value b) {
    String type =
        switch (function) {
          case ADD -> "Add";
          case SUBTRACT -> "Sub";
          case MULTIPLY -> "Mul";
          case DIVIDE -> "Div";
          case MINIMUM -> "Min";
          case MAXIMUM -> "Max";
          case LESS -> "Less";
        };
    return new Value(graph.node(type, List.of(a.name, b.name)), a.type);
  }

  @Override
  public Value select(Value mask, Value yes, Value no) {
    return new Value(graph.node("Where", List.of(mask.name, yes.name, no.name)), yes.type);
  }

  @Override
  public Value matMul(Value a, Value b) {
    return new Value(graph.node("MatMul", List.of(a.name, b.name)), a.type);
  }

  @Override
  public Value softmax(Value rows) {
    return new Value(
        graph.node("Softmax", List.of(rows.name), OnnxGraph.number("axis", -1)), rows.type);
  }

  @Override
  public Value reshape(Value x, int... shape) {
    return new Value(graph.node("Reshape", List.of(x.name, whole(shape))), x.type);
  }

  @Override
  public Value transpose(Value x, int... order) {
    List<Long> axes = Arrays.stream(order).mapToLong(axis -> axis).boxed().toList();
    return new Value(
        graph.node("Transpose", List.of(x.name), OnnxGraph.numbers("perm", axes)), x.type);
  }

  @Override
  public Value slice(Value x, int axis, int from, int to) {
    return new Value(
        graph.node("Slice", List.of(x.name, whole(from), whole(to), whole(axis))), x.type);
  }

  @Override
  public Value concat(int axis, List<Value> parts) {
    return new Value(
        graph.node(
            "Concat", parts.stream().map(Value::name).toList(), OnnxGraph.number("axis", axis)),
        parts.get(0).type);
  }

  @Override
  public Value gather(Value table, Value ids) {
    return new Value(graph.node("Gather", List.of(table.name, ids.name)), table.type);
  }

  @Override
  public Value reduce(Reduction how, Value x, int axis, boolean keepAxis) {
    long keep = keepAxis ? 1 : 0;
    String name =
        switch (how) {
          case SUM ->
              graph.node(
                  "ReduceSum", List.of(x.name, whole(axis)), OnnxGraph.number("keepdims", keep));
          case MEAN -> reduced("ReduceMean", x, axis, keep);
          case MAXIMUM -> reduced("ReduceMax", x, axis, keep);
        };
    return new Value(name, x.type);
  }

  private String reduced(String type, Value x, int axis, long keep) {
    return graph.node(
        type,
        List.of(x.name),
        OnnxGraph.numbers("axes", List.of((long) axis)),
        OnnxGraph.number("keepdims", keep));
  }
}
