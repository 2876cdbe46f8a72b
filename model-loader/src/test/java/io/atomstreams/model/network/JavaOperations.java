package io.atomstreams.model.network;

import io.atomstreams.model.TensorSpec.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The slow obvious way: every operation at once, element by element, in double precision. */
public final class JavaOperations implements Operations<JavaOperations.Array> {

  private final Weights weights;

  /** Row-major numbers. */
  public record Array(int[] shape, double[] data) {

    /** Where an element of a larger shape is found in this one. */
    private int at(int[] index) {
      int offset = index.length - shape.length;
      int at = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        at = at * shape[axis] + (shape[axis] == 1 ? 0 : index[axis + offset]);
      }
      return at;
    }
  }

  public JavaOperations(Weights weights) {
    this.weights = weights;
  }

  private static int size(int... shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static int[] index(int at, int[] shape) {
    int[] index = new int[shape.length];
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = at % shape[axis];
      at /= shape[axis];
    }
    return index;
  }

  /** For each place of a shape, what is there. */
  private interface At {
    double value(int[] index);
  }

  private static Array filled(int[] shape, At at) {
    double[] data = new double[size(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = at.value(index(i, shape));
    }
    return new Array(shape, data);
  }

  private static int[] broadcast(int[] a, int[] b) {
    int[] shape = new int[Math.max(a.length, b.length)];
    for (int axis = 1; axis <= shape.length; axis++) {
      int left = axis <= a.length ? a[a.length - axis] : 1;
      int right = axis <= b.length ? b[b.length - axis] : 1;
      if (left != right && left != 1 && right != 1) {
        throw new IllegalArgumentException(Arrays.toString(a) + " and " + Arrays.toString(b));
      }
      shape[shape.length - axis] = Math.max(left, right);
    }
    return shape;
  }

  @Override
  public Array weight(String name) {
    float[] floats = weights.values(name);
    int[] shape = weights.spec(name).shape().stream().mapToInt(Integer::intValue).toArray();
    return filled(shape, index -> floats[new Array(shape, new double[0]).at(index)]);
  }

  @Override
  public Array constant(ElementType type, List<Integer> shape, double... values) {
    return new Array(shape.stream().mapToInt(Integer::intValue).toArray(), values);
  }

  @Override
  public Array cast(Array x, ElementType type) {
    return x;
  }

  @Override
  public Array unary(Unary function, Array x) {
    DoubleUnaryOperator f =
        switch (function) {
          case ABS -> Math::abs;
          case SIGN -> Math::signum;
          case SQRT -> Math::sqrt;
          case EXP -> Math::exp;
          case LOG -> Math::log;
          case LOG1P -> Math::log1p;
          case RELU -> v -> Math.max(0, v);
          case SIGMOID -> v -> 1 / (1 + Math.exp(-v));
          case TANH -> Math::tanh;
          case SOFTPLUS -> v -> Math.max(0, v) + Math.log1p(Math.exp(-Math.abs(v)));
          case IS_NAN -> v -> Double.isNaN(v) ? 1 : 0;
        };
    return new Array(x.shape, Arrays.stream(x.data).map(f).toArray());
  }

  @Override
  public Array binary(Binary function, Array a, Array b) {
    DoubleBinaryOperator f =
        switch (function) {
          case ADD -> Double::sum;
          case SUBTRACT -> (x, y) -> x - y;
          case MULTIPLY -> (x, y) -> x * y;
          case DIVIDE -> (x, y) -> x / y;
          case MINIMUM -> Math::min;
          case MAXIMUM -> Math::max;
          case LESS -> (x, y) -> x < y ? 1 : 0;
        };
    return filled(
        broadcast(a.shape, b.shape),
        index -> f.applyAsDouble(a.data[a.at(index)], b.data[b.at(index)]));
  }

  @Override
  public Array select(Array mask, Array yes, Array no) {
    return filled(
        broadcast(mask.shape, broadcast(yes.shape, no.shape)),
        index -> mask.data[mask.at(index)] != 0 ? yes.data[yes.at(index)] : no.data[no.at(index)]);
  }

  @Override
  public Array matMul(Array a, Array b) {
    int axes = a.shape.length;
    int[] shape = a.shape.clone();
    shape[axes - 1] = b.shape[axes - 1];
    return filled(
        shape,
        index -> {
          int[] left = index.clone();
          int[] right = index.clone();
          double sum = 0;
          for (int k = 0; k < a.shape[axes - 1]; k++) {
            left[axes - 1] = k;
            right[axes - 2] = k;
            sum += a.data[a.at(left)] * b.data[b.at(right)];
          }
          return sum;
        });
  }

  @Override
  public Array softmax(Array rows) {
    Array exp = unary(Unary.EXP, subtract(rows, reduce(Reduction.MAXIMUM, rows, 1, true)));
    return divide(exp, reduce(Reduction.SUM, exp, 1, true));
  }

  @Override
  public Array reshape(Array x, int... shape) {
    int[] whole = shape.clone();
    for (int axis = 0; axis < whole.length; axis++) {
      if (whole[axis] == -1) {
        whole[axis] = x.data.length / -size(shape);
      }
    }
    if (size(whole) != x.data.length) {
      throw new IllegalArgumentException(Arrays.toString(x.shape) + Arrays.toString(shape));
    }
    return new Array(whole, x.data);
  }

  @Override
  public Array transpose(Array x, int... order) {
    int[] shape = Arrays.stream(order).map(axis -> x.shape[axis]).toArray();
    return filled(
        shape,
        index -> {
          int[] from = new int[order.length];
          for (int axis = 0; axis < order.length; axis++) {
            from[order[axis]] = index[axis];
          }
          return x.data[x.at(from)];
        });
  }

  @Override
  public Array slice(Array x, int axis, int from, int to) {
    int[] shape = x.shape.clone();
    shape[axis] = to - from;
    return filled(
        shape,
        index -> {
          index[axis] += from;
          return x.data[x.at(index)];
        });
  }

  @Override
  public Array concat(int axis, List<Array> parts) {
    int[] shape = parts.get(0).shape.clone();
    shape[axis] = parts.stream().mapToInt(part -> part.shape[axis]).sum();
    return filled(
        shape,
        index -> {
          int number = 0;
          while (index[axis] >= parts.get(number).shape[axis]) {
            index[axis] -= parts.get(number).shape[axis];
            number++;
          }
          return parts.get(number).data[parts.get(number).at(index)];
        });
  }

  @Override
  public Array gather(Array table, Array ids) {
    int[] shape = Arrays.copyOf(ids.shape, ids.shape.length + 1);
    shape[ids.shape.length] = table.shape[1];
    return filled(
        shape,
        index -> {
          int row = (int) ids.data[ids.at(Arrays.copyOf(index, ids.shape.length))];
          return table.data[row * table.shape[1] + index[ids.shape.length]];
        });
  }

  @Override
  public Array reduce(Reduction how, Array x, int axis, boolean keepAxis) {
    int[] kept = x.shape.clone();
    kept[axis] = 1;
    Array reduced =
        filled(
            kept,
            index -> {
              double sum = how == Reduction.MAXIMUM ? Double.NEGATIVE_INFINITY : 0;
              for (int k = 0; k < x.shape[axis]; k++) {
                index[axis] = k;
                double value = x.data[x.at(index)];
                sum = how == Reduction.MAXIMUM ? Math.max(sum, value) : sum + value;
              }
              return how == Reduction.MEAN ? sum / x.shape[axis] : sum;
            });
    int[] shape = new int[keepAxis ? kept.length : kept.length - 1];
    for (int from = 0, to = 0; from < kept.length; from++) {
      if (keepAxis || from != axis) {
        shape[to++] = kept[from];
      }
    }
    return new Array(shape, reduced.data);
  }
}
