package io.atomstreams.pipelines.bench.crayfish;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The authors' small network for Fashion-MNIST, 784 → 32 → 32 → 32 → 32 → 10 with {@code max(0, ·)}
 * between the layers: 28,618 weights. They serve its logits; here a softmax follows, which costs
 * ten exponentials more. Its weights are drawn by He's rule and not trained: the arithmetic is the
 * same whatever they are.
 *
 * @param layers in order
 */
record ImageNetwork(List<Layer> layers) {

  static final int CLASSES = 10;

  private static final int HIDDEN_UNITS = 32;
  private static final int HIDDEN_LAYERS = 4;

  private static final String INPUT = "image";
  private static final String OUTPUT = "probabilities";

  /**
   * One fully connected layer.
   *
   * @param kernel row-major, inputs × outputs
   */
  @SuppressWarnings("ArrayRecordComponent") // read by the writers of files, compared by nobody
  record Layer(int inputs, int outputs, float[] kernel, float[] bias) {

    private static Layer drawn(int inputs, int outputs, SplittableRandom random) {
      double limit = Math.sqrt(6.0 / inputs);
      return new Layer(
          inputs,
          outputs,
          drawn(inputs * outputs, limit, random),
          drawn(outputs, 1.0 / inputs, random));
    }

    private static float[] drawn(int count, double limit, SplittableRandom random) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
      }
      return values;
    }

    private double[] sums(double[] values) {
      double[] sums = new double[outputs];
      for (int out = 0; out < outputs; out++) {
        sums[out] = bias[out];
        for (int in = 0; in < inputs; in++) {
          sums[out] += values[in] * kernel[in * outputs + out];
        }
      }
      return sums;
    }
  }

  ImageNetwork {
    layers = List.copyOf(layers);
  }

  /** A network; the same seed gives the same. */
  static ImageNetwork drawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Layer> layers = new ArrayList<>();
    int inputs = RandomImages.PIXELS;
    for (int i = 0; i < HIDDEN_LAYERS; i++) {
      layers.add(Layer.drawn(inputs, HIDDEN_UNITS, random));
      inputs = HIDDEN_UNITS;
    }
    layers.add(Layer.drawn(inputs, CLASSES, random));
    return new ImageNetwork(layers);
  }

  int weights() {
    return layers.stream().mapToInt(layer -> layer.kernel().length + layer.bias().length).sum();
  }

  static TensorSpec input() {
    return TensorSpec.floatRows(INPUT, RandomImages.PIXELS);
  }

  static TensorSpec output() {
    return new TensorSpec(OUTPUT, ElementType.FLOAT32, List.of(-1L, (long) CLASSES));
  }

  static ModelSignature signature() {
    List<String> pixels =
        IntStream.range(0, RandomImages.PIXELS).mapToObj(i -> "pixel_" + i).toList();
    return new ModelSignature(
        List.of(input()), List.of(output()), pixels, new Score(OUTPUT, 0, Kind.PROBABILITY));
  }

  /** An image's probabilities in plain Java and double precision; for checks, not for serving. */
  double[] probabilities(float[] pixels) {
    double[] values = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      values[i] = pixels[i];
    }
    for (int i = 0; i < layers.size(); i++) {
      values = layers.get(i).sums(values);
      boolean last = i == layers.size() - 1;
      double sum = 0;
      for (int j = 0; j < values.length; j++) {
        values[j] = last ? Math.exp(values[j]) : Math.max(0, values[j]);
        sum += values[j];
      }
      for (int j = 0; last && j < values.length; j++) {
        values[j] /= sum;
      }
    }
    return values;
  }
}
