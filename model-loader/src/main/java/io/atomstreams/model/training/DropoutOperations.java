package io.atomstreams.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * A network while it learns: dropout multiplies by a mask that is fed with each step, drawn from
 * the seed, so that the same seed drops the same units.
 */
final class DropoutOperations extends TensorFlowOperations {

  /** Epochs use the streams from 1 up, weights those from −1 down. */
  static final long STREAM = 0;

  private final Ops tf;
  private final List<Site> sites = new ArrayList<>();

  private record Site(Placeholder<TFloat32> mask, int width, double rate) {}

  DropoutOperations(Ops tf, Function<String, Output<?>> weights) {
    super(tf, weights);
    this.tf = tf;
  }

  @Override
  public Output<?> dropout(Output<?> x, int width, double rate) {
    if (rate == 0) {
      return x;
    }
    Placeholder<TFloat32> mask =
        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, width)));
    sites.add(new Site(mask, width, rate));
    return multiply(x, mask.asOutput());
  }

  boolean hasMasks() {
    return !sites.isEmpty();
  }

  /** Masks for one step, using the numbers of {@code random} from {@code from} on. */
  Masks masks(int rowCount, CounterRandom random, long from) {
    List<TFloat32> tensors = new ArrayList<>();
    long next = from;
    for (int i = 0; i < sites.size(); i++) {
      float[] mask = drawMask(i, rowCount, random, next);
      next += mask.length;
      tensors.add(
          TFloat32.tensorOf(
              Shape.of(rowCount, sites.get(i).width), DataBuffers.of(mask, true, false)));
    }
    return new Masks(tensors, next - from);
  }

  float[] drawMask(int number, int rowCount, CounterRandom random, long from) {
    Site site = sites.get(number);
    float[] mask = new float[rowCount * site.width];
    float kept = (float) (1 / (1 - site.rate));
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.uniform(from + i) < site.rate ? 0 : kept;
    }
    return mask;
  }

  /** The masks of one step; hold native memory. */
  final class Masks implements AutoCloseable {

    private final List<TFloat32> tensors;
    private final long drawn;

    private Masks(List<TFloat32> tensors, long drawn) {
      this.tensors = tensors;
      this.drawn = drawn;
    }

    /** How many random numbers went into them. */
    long drawn() {
      return drawn;
    }

    void feed(Session.Runner runner) {
      for (int i = 0; i < tensors.size(); i++) {
        runner.feed(sites.get(i).mask(), tensors.get(i));
      }
    }

    @Override
    public void close() {
      tensors.forEach(TFloat32::close);
    }
  }
}
