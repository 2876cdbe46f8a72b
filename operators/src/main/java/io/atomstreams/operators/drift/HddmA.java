package io.atomstreams.operators.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * HDDM with averages (Frías-Blanco and others: Online and Non-Parametric Drift Detection Methods
 * Based on Hoeffding's Bounds, 2015, A-test). All values since the last drift have mean {@code Z}
 * over {@code n}; the cut is where {@code mean + sqrt(ln(1/drift) / (2 n))} was least, with mean
 * {@code X} over the first {@code c}. A rise is a drift once
 *
 * <pre>  Z - X >= sqrt((n - c) / (2 c n) ln(1/drift))</pre>
 *
 * which by Hoeffding's inequality happens with a chance of at most {@code drift} at a cut that is
 * given; a warning likewise. Falls mirror this. Memory: 64 bytes. Cost: two roots a value.
 */
public final class HddmA implements Detector<HddmA.Averages> {

  static final String NAME = "hddm-a";

  private static final long serialVersionUID = 1;

  /**
   * The settings.
   *
   * @param drift confidence of a drift, in (0, 1)
   * @param warning confidence of a warning, in [{@code drift}, 1)
   * @param decreases whether a fall of the mean is a drift too
   */
  public record Options(double drift, double warning, boolean decreases) implements Serializable {

    public static final Options DEFAULT = new Options(0.001, 0.005, false);

    public Options {
      DetectorCodec.require(drift > 0 && drift < 1, NAME, "drift", drift, "in (0, 1)");
      DetectorCodec.require(
          warning >= drift && warning < 1, NAME, "warning", warning, "in [drift, 1): " + drift);
    }

    static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          given.number("drift", DEFAULT.drift),
          given.number("warning", DEFAULT.warning),
          given.flag("decreases", DEFAULT.decreases));
    }
  }

  private final Options options;
  private final double driftLog;
  private final double warningLog;

  public HddmA(Options options) {
    this.options = options;
    driftLog = -Math.log(options.drift);
    warningLog = -Math.log(options.warning);
  }

  @Override
  public DetectorCodec<Averages> codec() {
    return new Codec();
  }

  @Override
  public Domain domain() {
    return Domain.UNIT;
  }

  @Override
  public Signal update(Averages all, double value) {
    domain().require(NAME, value);
    all.n++;
    all.sum += value;
    double mean = all.sum / all.n;
    double bound = Math.sqrt(driftLog / (2 * all.n));
    if (all.lowN == 0 || mean + bound <= all.low) {
      all.low = mean + bound;
      all.lowN = all.n;
      all.lowSum = all.sum;
    }
    if (all.highN == 0 || mean - bound >= all.high) {
      all.high = mean - bound;
      all.highN = all.n;
      all.highSum = all.sum;
    }
    double rise = evidence(all, mean - all.lowSum / all.lowN, all.lowN);
    double fall = options.decreases ? evidence(all, all.highSum / all.highN - mean, all.highN) : 0;
    double most = Math.max(rise, fall);
    if (most >= driftLog) {
      all.restart();
      return Signal.DRIFT;
    }
    return most >= warningLog ? Signal.WARNING : Signal.NONE;
  }

  /** The largest logarithm of 1/confidence at which the difference still is one. */
  private static double evidence(Averages all, double difference, long cut) {
    return difference <= 0 ? 0 : difference * difference * (2.0 * cut * all.n / (all.n - cut));
  }

  /** Sums over all values, and over those up to the lowest and the highest cut. */
  public static final class Averages {

    private long n;
    private double sum;
    private double low;
    private long lowN;
    private double lowSum;
    private double high;
    private long highN;
    private double highSum;

    private Averages() {}

    private void restart() {
      n = 0;
      sum = 0;
      lowN = 0;
      highN = 0;
    }
  }

  private static final class Codec extends DetectorCodec<Averages> {

    private static final long serialVersionUID = 1;

    Codec() {
      super(NAME, 1);
    }

    @Override
    public Averages create() {
      return new Averages();
    }

    @Override
    public void write(Averages all, DataOutput out) throws IOException {
      out.writeLong(all.n);
      out.writeDouble(all.sum);
      out.writeDouble(all.low);
      out.writeLong(all.lowN);
      out.writeDouble(all.lowSum);
      out.writeDouble(all.high);
      out.writeLong(all.highN);
      out.writeDouble(all.highSum);
    }

    @Override
    Averages read(DataInput in) throws IOException {
      Averages all = new Averages();
      all.n = in.readLong();
      all.sum = in.readDouble();
      all.low = in.readDouble();
      all.lowN = in.readLong();
      all.lowSum = in.readDouble();
      all.high = in.readDouble();
      all.highN = in.readLong();
      all.highSum = in.readDouble();
      return all;
    }
  }
}
