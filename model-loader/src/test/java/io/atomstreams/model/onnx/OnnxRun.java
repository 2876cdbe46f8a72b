package io.atomstreams.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.atomstreams.model.TensorSpec;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs an ONNX file with ONNX Runtime, all outputs at once. */
public final class OnnxRun {

  private OnnxRun() {}

  /** For each output its numbers, in order. */
  public static Map<String, double[]> of(byte[] model, TensorSpec input, float[] rows, int count) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, double[]> results = new TreeMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(model, options);
          OnnxTensor x = tensor(environment, input, rows, count);
          OrtSession.Result result = session.run(Map.of(input.name(), x))) {
        for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
          results.put(output.getKey(), numbers((OnnxTensor) output.getValue()));
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    return results;
  }

  private static OnnxTensor tensor(
      OrtEnvironment environment, TensorSpec input, float[] rows, int count) throws OrtException {
    long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
    shape[0] = count;
    IntStream places = IntStream.range(0, rows.length);
    return switch (input.type()) {
      case FLOAT32 -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), shape);
      case FLOAT64 ->
          OnnxTensor.createTensor(
              environment, DoubleBuffer.wrap(places.mapToDouble(i -> rows[i]).toArray()), shape);
      case INT32 ->
          OnnxTensor.createTensor(
              environment, IntBuffer.wrap(places.map(i -> (int) rows[i]).toArray()), shape);
      case INT64 ->
          OnnxTensor.createTensor(
              environment, LongBuffer.wrap(places.mapToLong(i -> (long) rows[i]).toArray()), shape);
    };
  }

  private static double[] numbers(OnnxTensor tensor) {
    DoubleBuffer wide = tensor.getDoubleBuffer();
    if (wide != null) {
      double[] numbers = new double[wide.remaining()];
      wide.get(numbers);
      return numbers;
    }
    FloatBuffer floats = tensor.getFloatBuffer();
    return IntStream.range(0, floats.remaining()).mapToDouble(floats::get).toArray();
  }
}
