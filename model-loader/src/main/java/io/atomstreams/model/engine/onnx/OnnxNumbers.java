package io.atomstreams.model.engine.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The floating-point values of a constant, however it holds them. */
final class OnnxNumbers {

  private OnnxNumbers() {}

  /**
   * Where the first value is that is {@code NaN} or infinite. A single infinite value may be a
   * bound or a mask and is let pass.
   */
  static OptionalInt firstThatIsNone(TensorProto tensor) {
    double[] values = values(tensor).toArray();
    if (values.length == 1 && !Double.isNaN(values[0])) {
      return OptionalInt.empty();
    }
    return IntStream.range(0, values.length).filter(i -> !Double.isFinite(values[i])).findFirst();
  }

  private static DoubleStream values(TensorProto tensor) {
    TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
    if (type == null) {
      return DoubleStream.empty();
    }
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int bytes = raw.remaining();
    return switch (type) {
      case FLOAT ->
          DoubleStream.concat(
              tensor.getFloatDataList().stream().mapToDouble(Float::doubleValue),
              IntStream.range(0, bytes / Float.BYTES)
                  .mapToDouble(i -> raw.getFloat(i * Float.BYTES)));
      case DOUBLE ->
          DoubleStream.concat(
              tensor.getDoubleDataList().stream().mapToDouble(Double::doubleValue),
              IntStream.range(0, bytes / Double.BYTES)
                  .mapToDouble(i -> raw.getDouble(i * Double.BYTES)));
      case FLOAT16 -> halves(tensor, raw, bytes, 0x7c00);
      case BFLOAT16 -> halves(tensor, raw, bytes, 0x7f80);
      default -> DoubleStream.empty();
    };
  }

  /** All exponent bits set: infinite or no number. Finite values count as 0. */
  private static DoubleStream halves(TensorProto tensor, ByteBuffer raw, int bytes, int exponent) {
    return IntStream.concat(
            tensor.getInt32DataList().stream().mapToInt(Integer::intValue),
            IntStream.range(0, bytes / Short.BYTES).map(i -> raw.getShort(i * Short.BYTES)))
        .mapToDouble(bits -> (bits & exponent) == exponent ? Double.NaN : 0);
  }
}
