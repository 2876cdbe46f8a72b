package io.atomstreams.model.training;

import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.Operations;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;

/**
 * Networks as nodes of a TensorFlow graph. Nodes are made by the names of TensorFlow's operations,
 * all of which have a gradient in its C library.
 */
class TensorFlowOperations implements Operations<Output<?>> {

  private static final int MATRIX = 2;

  private final Ops tf;
  private final Function<String, Output<?>> weights;

  /**
   * Writes into the graph of {@code tf}.
   *
   * @param weights a node for each weight: a variable or a constant
   */
  TensorFlowOperations(Ops tf, Function<String, Output<?>> weights) {
    this.tf = tf;
    this.weights = weights;
  }

  static DataType dataType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> DataType.DT_FLOAT;
      case FLOAT64 -> DataType.DT_DOUBLE;
      case INT32 -> DataType.DT_INT32;
      case INT64 -> DataType.DT_INT64;
    };
  }

  static Shape shape(List<? extends Number> lengths) {
    return Shape.of(lengths.stream().mapToLong(Number::longValue).toArray());
  }

  private OperationBuilder node(String type, Output<?>... inputs) {
    OperationBuilder node = tf.scope().opBuilder(type, type);
    for (Output<?> input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private static Output<?> built(OperationBuilder node) {
    return node.build().output(0);
  }

  private Output<?> whole(int... values) {
    return tf.constant(values).asOutput();
  }

  @Override
  public Output<?> weight(String name) {
    return weights.apply(name);
  }

  @Override
  public Output<?> constant(ElementType type, List<Integer> shape, double... values) {
    Shape lengths = shape(shape);
    Operand<?> constant =
        switch (type) {
          case FLOAT64 -> tf.constant(lengths, DataBuffers.of(values));
          case FLOAT32 -> tf.constant(lengths, DataBuffers.of(floats(values)));
          case INT32 ->
              tf.constant(
                  lengths, DataBuffers.of(Arrays.stream(values).mapToInt(x -> (int) x).toArray()));
          case INT64 ->
              tf.constant(
                  lengths,
                  DataBuffers.of(Arrays.stream(values).mapToLong(x -> (long) x).toArray()));
        };
    return constant.asOutput();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Override
  public Output<?> cast(Output<?> x, ElementType type) {
    return built(node("Cast", x).setAttr("DstT", dataType(type)));
  }

  @Override
  public Output<?> unary(Unary function, Output<?> x) {
    String type =
        switch (function) {
          case ABS -> "Abs";
          case SIGN -> "Sign";
          case SQRT -> "Sqrt";
          case EXP -> "Exp";
          case LOG -> "Log";
          case LOG1P -> "Log1p";
          case RELU -> "Relu";
          case SIGMOID -> "Sigmoid";
          case TANH -> "Tanh";
          case SOFTPLUS -> "Softplus";
          case IS_NAN -> "IsNan";
        };
    return built(node(type, x));
  }

  @Override
  public Output<?> binary(Binary function, Output<?> a, Output<?> b) {
    String type =
        switch (function) {
          case ADD -> "Add";
          case SUBTRACT -> "Sub";
          case MULTIPLY -> "Mul";
          case DIVIDE -> "RealDiv";
          case MINIMUM -> "Minimum";
          case MAXIMUM -> "Maximum";
          case LESS -> "Less";
        };
    return built(node(type, a, b));
  }

  @Override
  public Output<?> select(Output<?> mask, Output<?> yes, Output<?> no) {
    return built(node("SelectV2", mask, yes, no));
  }

  @Override
  public Output<?> matMul(Output<?> a, Output<?> b) {
    return built(node(a.shape().numDimensions() == MATRIX ? "MatMul" : "BatchMatMulV2", a, b));
  }

  @Override
  public Output<?> softmax(Output<?> rows) {
    return built(node("Softmax", rows));
  }

  @Override
  public Output<?> reshape(Output<?> x, int... shape) {
    return built(node("Reshape", x, whole(shape)));
  }

  @Override
  public Output<?> transpose(Output<?> x, int... order) {
    return built(node("Transpose", x, whole(order)));
  }

  @Override
  public Output<?> slice(Output<?> x, int axis, int from, int to) {
    int[] begin = new int[x.shape().numDimensions()];
    int[] size = new int[begin.length];
    Arrays.fill(size, -1);
    begin[axis] = from;
    size[axis] = to - from;
    return built(node("Slice", x, whole(begin), whole(size)));
  }

  @Override
  public Output<?> concat(int axis, List<Output<?>> parts) {
    return built(
        node("ConcatV2")
            .addInputList(parts.toArray(Output<?>[]::new))
            .addInput(tf.constant(axis).asOutput()));
  }

  @Override
  public Output<?> gather(Output<?> table, Output<?> ids) {
    return built(node("GatherV2", table, ids, tf.constant(0).asOutput()));
  }

  @Override
  public Output<?> reduce(Reduction how, Output<?> x, int axis, boolean keepAxis) {
    String type =
        switch (how) {
          case SUM -> "Sum";
          case MEAN -> "Mean";
          case MAXIMUM -> "Max";
        };
    return built(node(type, x, whole(axis)).setAttr("keep_dims", keepAxis));
  }
}
