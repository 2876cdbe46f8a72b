package io.atomstreams.model.engine.tensorflow;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.tensorflow.GraphParts.Part;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Refuses constants that are no numbers: a weight that is {@code NaN} or infinite comes from a
 * training that diverged. A single infinite value may be a bound or a mask and is let pass.
 */
final class ConstantCheck {

  private static final int MOST_VALUES = 1 << 27;

  private ConstantCheck() {}

  static void require(ModelRef ref, Part part) {
    AttrValue value = part.node().getAttrMap().get("value");
    if (value == null || !value.hasTensor()) {
      return;
    }
    requireSize(ref, part, value.getTensor());
    double[] values = values(value.getTensor()).toArray();
    for (int i = 0; i < values.length; i++) {
      boolean bound = values.length == 1 && !Double.isNaN(values[i]);
      if (!Double.isFinite(values[i]) && !bound) {
        throw new ModelException(
            "model %s: weight %d of constant %s is %s; the training has diverged, train again"
                .formatted(ref, i, part, values[i]));
      }
    }
  }

  /** A shape is only stated: TensorFlow would fill as much memory as it says. */
  private static void requireSize(ModelRef ref, Part part, TensorProto tensor) {
    double count = 1;
    for (TensorShapeProto.Dim axis : tensor.getTensorShape().getDimList()) {
      count *= axis.getSize();
    }
    if (count > MOST_VALUES) {
      throw new ModelException(
          "model %s: constant %s states %.0f values, it may have %d"
              .formatted(ref, part, count, MOST_VALUES));
    }
  }

  private static DoubleStream values(TensorProto tensor) {
    ByteBuffer content =
        tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int bytes = content.remaining();
    return switch (tensor.getDtype()) {
      case DT_FLOAT ->
          DoubleStream.concat(
              IntStream.range(0, bytes / Float.BYTES)
                  .mapToDouble(i -> content.getFloat(i * Float.BYTES)),
              tensor.getFloatValList().stream().mapToDouble(Float::doubleValue));
      case DT_DOUBLE ->
          DoubleStream.concat(
              IntStream.range(0, bytes / Double.BYTES)
                  .mapToDouble(i -> content.getDouble(i * Double.BYTES)),
              tensor.getDoubleValList().stream().mapToDouble(Double::doubleValue));
      case DT_HALF, DT_BFLOAT16 ->
          IntStream.concat(
                  IntStream.range(0, bytes / Short.BYTES)
                      .map(i -> content.getShort(i * Short.BYTES) & 0xffff),
                  tensor.getHalfValList().stream().mapToInt(Integer::intValue))
              .mapToDouble(bits -> isFinite(tensor.getDtype(), bits) ? 0 : Double.NaN);
      default -> DoubleStream.empty();
    };
  }

  /** All exponent bits set: infinite or no number, in either of the 16-bit formats. */
  private static boolean isFinite(DataType type, int bits) {
    int exponent = type == DataType.DT_HALF ? 0x7c00 : 0x7f80;
    return (bits & exponent) != exponent;
  }
}
