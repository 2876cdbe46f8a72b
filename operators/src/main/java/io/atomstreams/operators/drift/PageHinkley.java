package io.atomstreams.operators.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * The test of Page and Hinkley (Page: Continuous Inspection Schemes, 1954; Hinkley: Inference about
 * the Change-Point from Cumulative Sum Tests, 1971). With {@code m} the mean of all values since
 * the last drift, {@code S} is the sum of {@code x - m - delta}, kept above its least: {@code S =
 * max(0, S + x - m - delta)}; a drift once {@code S > threshold}. Falls mirror this. Both settings
 * are in the values' unit, so they have to be chosen for the stream. Memory: 32 bytes. Cost: a
 * division a value.
 */
public final class PageHinkley implements Detector<PageHinkley.Sums> {

  static final String NAME = "page-hinkley";

  private static final long serialVersionUID = 1;

  /**
   * The settings.
   *
   * @param delta change that does not matter, 0 or more, in the values' unit
   * @param threshold of the sum, above 0, in the values' unit
   * @param minimum values before anything is said, 1 to 1,000,000
   * @param decreases whether a fall of the mean is a drift too
   */
  public record Options(double delta, double threshold, int minimum, boolean decreases)
      implements Serializable {

    public static final Options DEFAULT = new Options(0.005, 50, 30, false);

    public Options {
      DetectorCodec.require(delta >= 0, NAME, "delta", delta, "0 or more");
      DetectorCodec.require(threshold > 0, NAME, "threshold", threshold, "above 0");
      DetectorCodec.require(
          minimum >= 1 && minimum <= 1_000_000, NAME, "minimum", minimum, "between 1 and 1000000");
    }

    static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          given.number("delta", DEFAULT.delta),
          given.number("threshold", DEFAULT.threshold),
          DetectorCodec.whole(given, "minimum", DEFAULT.minimum, 1, 1_000_000),
          given.flag("decreases", DEFAULT.decreases));
    }
  }

  private final Options options;

  public PageHinkley(Options options) {
    this.options = options;
  }

  @Override
  public DetectorCodec<Sums> codec() {
    return new Codec();
  }

  @Override
  public Domain domain() {
    return Domain.REAL;
  }

  @Override
  public Signal update(Sums sums, double value) {
    domain().require(NAME, value);
    sums.n++;
    sums.mean += (value - sums.mean) / sums.n;
    double difference = value - sums.mean;
    sums.rise = Math.max(0, sums.rise + difference - options.delta);
    sums.fall = Math.max(0, sums.fall - difference - options.delta);
    double most = options.decreases ? Math.max(sums.rise, sums.fall) : sums.rise;
    if (sums.n >= options.minimum && most > options.threshold) {
      sums.restart();
      return Signal.DRIFT;
    }
    return Signal.NONE;
  }

  /** The mean since the last drift and the two sums above their least. */
  public static final class Sums {

    private long n;
    private double mean;
    private double rise;
    private double fall;

    private Sums() {}

    private void restart() {
      n = 0;
      mean = 0;
      rise = 0;
      fall = 0;
    }
  }

  private static final class Codec extends DetectorCodec<Sums> {

    private static final long serialVersionUID = 1;

    Codec() {
      super(NAME, 1);
    }

    @Override
    public Sums create() {
      return new Sums();
    }

    @Override
    public void write(Sums sums, DataOutput out) throws IOException {
      out.writeLong(sums.n);
      out.writeDouble(sums.mean);
      out.writeDouble(sums.rise);
      out.writeDouble(sums.fall);
    }

    @Override
    Sums read(DataInput in) throws IOException {
      Sums sums = new Sums();
      sums.n = in.readLong();
      sums.mean = in.readDouble();
      sums.rise = in.readDouble();
      sums.fall = in.readDouble();
      return sums;
    }
  }
}
