package io.atomstreams.pipelines.bench.drift;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.bench.drift.Course.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Streams of which each value is drawn apart, with a mean that follows a path. */
final class Means {

  private Means() {}

  private static double[] values(
      int length, CounterRandom random, Loss loss, IntToDoubleFunction mean) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = loss.draw(random, mean.applyAsDouble(i));
    }
    return values;
  }

  /** As many pieces of equal length as there are means. */
  static Family.Maker steps(Loss loss, double... means) {
    return (length, random) -> {
      List<Change> changes = new ArrayList<>();
      for (int piece = 1; piece < means.length; piece++) {
        int begin = (int) ((long) length * piece / means.length);
        changes.add(new Change(begin, begin, means[piece] > means[piece - 1]));
      }
      double[] values =
          values(
              length,
              random,
              loss,
              i -> means[(int) Math.min(means.length - 1, (long) i * means.length / length)]);
      return new Course(values, changes);
    };
  }

  /** From one mean to another in a straight line, beginning in the middle of the stream. */
  static Family.Maker ramp(Loss loss, double from, double to, double share) {
    return (length, random) -> {
      int begin = length / 2;
      int width = (int) (length * share);
      double[] values =
          values(
              length,
              random,
              loss,
              i -> from + (to - from) * Math.max(0, Math.min(1, (i - begin) / (double) width)));
      return new Course(values, List.of(new Change(begin, begin + width, true)));
    };
  }

  /** A rise in the middle of the stream that is over after a share of it. */
  static Family.Maker pulse(Loss loss, double mean, double high, double share) {
    return (length, random) -> {
      int begin = length / 2;
      int end = begin + (int) (length * share);
      double[] values = values(length, random, loss, i -> i >= begin && i < end ? high : mean);
      return new Course(
          values, List.of(new Change(begin, begin, true), new Change(end, end, false)));
    };
  }

  /** The same mean throughout; from the middle of the stream on values lie wider around it. */
  static Family.Maker wider(double mean, Loss before, Loss after) {
    return (length, random) -> {
      double[] values = new double[length];
      for (int i = 0; i < length; i++) {
        values[i] = (i < length / 2 ? before : after).draw(random, mean);
      }
      return new Course(values, List.of());
    };
  }

  /** The same mean throughout, and a short spell of another every so many values: no change. */
  static Family.Maker bursts(double mean, double burst, int every, int width) {
    return (length, random) -> {
      int offset = random.nextInt(every);
      double[] values =
          values(
              length,
              random,
              Loss::error,
              i -> (i + offset) % every >= every - width ? burst : mean);
      return new Course(values, List.of());
    };
  }

  /** A mean that swings around and always comes back: no change. */
  static Family.Maker season(double mean, double swing, int period) {
    return (length, random) -> {
      double begin = random.nextDouble();
      double[] values =
          values(
              length,
              random,
              Loss::error,
              i -> mean + swing * Math.sin(2 * Math.PI * (begin + (double) i / period)));
      return new Course(values, List.of());
    };
  }

  /** Errors that come in runs: each is as the one before with a chance of {@code stay}. */
  static Family.Maker runs(double before, double after, double stay) {
    return (length, random) -> {
      double[] values = new double[length];
      double last = 0;
      for (int i = 0; i < length; i++) {
        double mean = i < length / 2 ? before : after;
        last = random.nextDouble() < stay ? last : Loss.error(random, mean);
        values[i] = last;
      }
      return new Course(values, List.of(new Change(length / 2, length / 2, after > before)));
    };
  }
}
