package io.atomstreams.model.network;

import io.atomstreams.model.TensorSpec.ElementType;
import java.util.List;

/**
 * The arithmetic that networks are written in. An architecture says its formula once, over an
 * unknown {@code T}; a TensorFlow graph that learns, a frozen graph and an ONNX graph are three
 * answers to what a {@code T} is, so what is trained and what is exported cannot drift apart.
 *
 * <p>Values have a fixed number of axes; the first is the batch unless said otherwise. Binary
 * operations broadcast as NumPy does. Nothing is computed by calling these methods: they describe.
 *
 * @param <T> a value of the graph
 */
public interface Operations<T> {

  /** Functions of each element. */
  enum Unary {
    ABS,
    SIGN,
    SQRT,
    EXP,
    LOG,
    /** {@code ln(1 + x)}, exact near 0. */
    LOG1P,
    RELU,
    SIGMOID,
    TANH,
    /** {@code ln(1 + exp(x))}, without overflow. */
    SOFTPLUS,
    /** A mask: whether the element is {@code NaN}. */
    IS_NAN
  }

  /** Functions of pairs of elements. */
  enum Binary {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MINIMUM,
    MAXIMUM,
    /** A mask: whether the first is below the second. */
    LESS
  }

  /** What becomes of an axis that is taken together. */
  enum Reduction {
    SUM,
    MEAN,
    MAXIMUM
  }

  /** A learned array of the architecture, by its name in {@link Architecture#weights}. */
  T weight(String name);

  /** A constant array, row-major; no axes for a single number. */
  T constant(ElementType type, List<Integer> shape, double... values);

  T cast(T x, ElementType type);

  T unary(Unary function, T x);

  T binary(Binary function, T a, T b);

  /** Elements of {@code yes} where the mask holds, else of {@code no}; broadcasts. */
  T select(T mask, T yes, T no);

  /** Product over the last two axes; axes before them must be equal. */
  T matMul(T a, T b);

  /** {@code exp(x) / Σ exp(x)} over the last of two axes. */
  T softmax(T rows);

  /** The same elements in another shape; one length may be -1. */
  T reshape(T x, int... shape);

  T transpose(T x, int... order);

  /** The elements {@code from … to − 1} of an axis. */
  T slice(T x, int axis, int from, int to);

  T concat(int axis, List<T> parts);

  /** Rows of a table (two axes) by whole numbers: the shape of {@code ids}, and the row behind. */
  T gather(T table, T ids);

  T reduce(Reduction how, T x, int axis, boolean keepAxis);

  /**
   * While training, sets each element of a {@code [batch, width]} to 0 with probability {@code
   * rate} and divides the others by {@code 1 − rate}; nothing otherwise (Srivastava et al. 2014).
   */
  default T dropout(T x, int width, double rate) {
    return x;
  }

  /** A single {@code float}. */
  default T number(double value) {
    return constant(ElementType.FLOAT32, List.of(), value);
  }

  default T add(T a, T b) {
    return binary(Binary.ADD, a, b);
  }

  default T subtract(T a, T b) {
    return binary(Binary.SUBTRACT, a, b);
  }

  default T multiply(T a, T b) {
    return binary(Binary.MULTIPLY, a, b);
  }

  default T divide(T a, T b) {
    return binary(Binary.DIVIDE, a, b);
  }

  default T relu(T x) {
    return unary(Unary.RELU, x);
  }

  default T sigmoid(T x) {
    return unary(Unary.SIGMOID, x);
  }

  default T tanh(T x) {
    return unary(Unary.TANH, x);
  }

  /** {@code x · kernel + bias} of the two weights of this name. */
  default T dense(T x, String name) {
    return add(matMul(x, weight(name + "/kernel")), weight(name + "/bias"));
  }
}
