package io.atomstreams.operators.drift;

import io.atomstreams.operators.state.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;

/**
 * KSWIN (Raab, Heusinger, Schleif: Reactive Soft Prototype Computing for Concept Drift Streams,
 * 2020). Of the latest {@code window} values the newest {@code recent} are compared with as many
 * drawn from the older ones, each at most once: a drift where the greatest distance of their
 * distribution functions, Kolmogorov and Smirnov's statistic, is above {@code sqrt(-ln(alpha) /
 * recent)}. Then only the newest are kept. Sees any change of the distribution, both ways. The
 * comparison is made anew with every value, so {@code alpha} is not a chance of a false alarm for
 * the stream. Memory: 8 bytes a value of the window. Cost: {@code O(recent log recent)} a value.
 */
public final class Kswin implements Detector<Kswin.Window> {

  static final String NAME = "kswin";

  private static final long serialVersionUID = 1;

  /**
   * The settings.
   *
   * @param alpha level of one comparison, in (0, 1)
   * @param window values kept, 4 to 100,000
   * @param recent newest values that are compared, 2 to half of {@code window}
   * @param seed of the draws
   */
  public record Options(double alpha, int window, int recent, long seed) implements Serializable {

    public static final Options DEFAULT = new Options(0.005, 100, 30, 0);

    public Options {
      DetectorCodec.require(alpha > 0 && alpha < 1, NAME, "alpha", alpha, "in (0, 1)");
      DetectorCodec.require(
          window >= 4 && window <= 100_000, NAME, "window", window, "between 4 and 100000");
      DetectorCodec.require(
          recent >= 2 && 2 * recent <= window,
          NAME,
          "recent",
          recent,
          "between 2 and half of window (" + window + ")");
    }

    static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          given.number("alpha", DEFAULT.alpha),
          DetectorCodec.whole(given, "window", DEFAULT.window, 4, 100_000),
          DetectorCodec.whole(given, "recent", DEFAULT.recent, 2, 50_000),
          given.whole("seed", DEFAULT.seed));
    }
  }

  private final Options options;
  private final double limit;

  public Kswin(Options options) {
    this.options = options;
    limit = Math.sqrt(-Math.log(options.alpha) / options.recent);
  }

  @Override
  public DetectorCodec<Window> codec() {
    return new Codec(options);
  }

  @Override
  public Domain domain() {
    return Domain.REAL;
  }

  @Override
  public Signal update(Window window, double value) {
    domain().require(NAME, value);
    window.add(value);
    if (window.size < options.window) {
      return Signal.NONE;
    }
    window.copyNewest(options.recent);
    window.drawOlder(options.recent);
    if (distance(window.newest, window.drawn) <= limit) {
      return Signal.NONE;
    }
    window.keepNewest(options.recent);
    return Signal.DRIFT;
  }

  /** Kolmogorov and Smirnov's distance of two samples of the same size; sorts both. */
  static double distance(double[] a, double[] b) {
    Arrays.sort(a);
    Arrays.sort(b);
    int most = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      double at = Math.min(a[i], b[j]);
      while (i < a.length && a[i] <= at) {
        i++;
      }
      while (j < b.length && b[j] <= at) {
        j++;
      }
      most = Math.max(most, Math.abs(i - j));
    }
    return (double) most / a.length;
  }

  /** The latest values in a ring. */
  public static final class Window {

    private final double[] ring;
    private CounterRandom random;

    /** Where the next value goes. */
    private int next;

    private int size;

    /** Work space. */
    private final double[] newest;

    private final double[] drawn;
    private final int[] places;

    private Window(Options options) {
      ring = new double[options.window];
      random = new CounterRandom(options.seed);
      newest = new double[options.recent];
      drawn = new double[options.recent];
      places = new int[options.window - options.recent];
    }

    private void add(double value) {
      ring[next] = value;
      next = next + 1 == ring.length ? 0 : next + 1;
      size = Math.min(size + 1, ring.length);
    }

    /** The value that came {@code age} values before the newest. */
    private double ago(int age) {
      int at = next - 1 - age;
      return ring[at < 0 ? at + ring.length : at];
    }

    private void copyNewest(int count) {
      for (int age = 0; age < count; age++) {
        newest[age] = ago(age);
      }
    }

    private void drawOlder(int count) {
      for (int i = 0; i < places.length; i++) {
        places[i] = count + i;
      }
      for (int i = 0; i < count; i++) {
        int chosen = i + random.nextInt(places.length - i);
        drawn[i] = ago(places[chosen]);
        places[chosen] = places[i];
      }
    }

    private void keepNewest(int count) {
      double[] kept = new double[count];
      for (int age = 0; age < count; age++) {
        kept[count - 1 - age] = ago(age);
      }
      System.arraycopy(kept, 0, ring, 0, count);
      next = count;
      size = count;
    }
  }

  /** The draws' position, then the values, the oldest first. */
  private static final class Codec extends DetectorCodec<Window> {

    private static final long serialVersionUID = 1;

    private final Options options;

    Codec(Options options) {
      super(NAME, 1);
      this.options = options;
    }

    @Override
    public String layout() {
      return "window " + options.window;
    }

    @Override
    public Window create() {
      return new Window(options);
    }

    @Override
    public void write(Window window, DataOutput out) throws IOException {
      window.random.write(out);
      out.writeInt(window.size);
      for (int age = window.size - 1; age >= 0; age--) {
        out.writeDouble(window.ago(age));
      }
    }

    @Override
    Window read(DataInput in) throws IOException {
      Window window = create();
      window.random = CounterRandom.read(in);
      int size = in.readInt();
      for (int i = 0; i < size; i++) {
        window.add(in.readDouble());
      }
      return window;
    }
  }
}
