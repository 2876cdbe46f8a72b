package io.atomstreams.operators.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * HDDM with weighted averages (Frías-Blanco and others: Online and Non-Parametric Drift Detection
 * Methods Based on Hoeffding's Bounds, 2015, W-test). An average is {@code a = (1 - l) a + l x},
 * and {@code c = (1 - l)^2 c + l^2} the sum of its squared weights, both from {@code a = x, c = 1}.
 * The cut is where the average of all values plus {@code sqrt(c/2 ln(1/drift))} was least; another
 * average begins behind it. A rise is a drift once, by McDiarmid's inequality,
 *
 * <pre>  after - before > sqrt((cAfter + cBefore)/2 ln(1/drift))</pre>
 *
 * and a warning likewise. Falls mirror this. Memory: 96 bytes. Cost: two roots a value.
 */
public final class HddmW implements Detector<HddmW.Averages> {

  static final String NAME = "hddm-w";

  private static final long serialVersionUID = 1;

  /**
   * The settings.
   *
   * @param drift confidence of a drift, in (0, 1)
   * @param warning confidence of a warning, in [{@code drift}, 1)
   * @param lambda weight of the latest value, in (0, 1)
   * @param decreases whether a fall of the mean is a drift too
   */
  public record Options(double drift, double warning, double lambda, boolean decreases)
      implements Serializable {

    public static final Options DEFAULT = new Options(0.001, 0.005, 0.05, false);

    public Options {
      DetectorCodec.require(drift > 0 && drift < 1, NAME, "drift", drift, "in (0, 1)");
      DetectorCodec.require(
          warning >= drift && warning < 1, NAME, "warning", warning, "in [drift, 1): " + drift);
      DetectorCodec.require(lambda > 0 && lambda < 1, NAME, "lambda", lambda, "in (0, 1)");
    }

    static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          given.number("drift", DEFAULT.drift),
          given.number("warning", DEFAULT.warning),
          given.number("lambda", DEFAULT.lambda),
          given.flag("decreases", DEFAULT.decreases));
    }
  }

  private final Options options;
  private final double driftLog;
  private final double warningLog;

  public HddmW(Options options) {
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
  public Signal update(Averages averages, double value) {
    domain().require(NAME, value);
    averages.all.add(value, options.lambda);
    double most = averages.rises.evidence(averages.all, value, 1, this);
    if (options.decreases) {
      most = Math.max(most, averages.falls.evidence(averages.all, value, -1, this));
    }
    if (most > driftLog) {
      averages.restart();
      return Signal.DRIFT;
    }
    return most > warningLog ? Signal.WARNING : Signal.NONE;
  }

  /** An average of exponential weights; none as long as {@code squares} is 0. */
  private static final class Average {

    private double value;

    /** Sum of the squared weights. */
    private double squares;

    void add(double x, double lambda) {
      if (squares == 0) {
        value = x;
        squares = 1;
      } else {
        value += lambda * (x - value);
        squares = lambda * lambda + (1 - lambda) * (1 - lambda) * squares;
      }
    }

    void set(Average other) {
      value = other.value;
      squares = other.squares;
    }

    void clear() {
      value = 0;
      squares = 0;
    }

    void write(DataOutput out) throws IOException {
      out.writeDouble(value);
      out.writeDouble(squares);
    }

    void read(DataInput in) throws IOException {
      value = in.readDouble();
      squares = in.readDouble();
    }
  }

  /** The averages before and after the cut, in one direction. */
  private static final class Cut {

    private final Average before = new Average();
    private final Average after = new Average();

    /** Bound at the cut, times the direction. */
    private double least;

    double evidence(Average all, double value, int sign, HddmW settings) {
      double bound = sign * all.value + Math.sqrt(all.squares / 2 * settings.driftLog);
      if (before.squares == 0 || bound < least) {
        least = bound;
        before.set(all);
        after.clear();
        return 0;
      }
      after.add(value, settings.options.lambda);
      double difference = sign * (after.value - before.value);
      return difference <= 0 ? 0 : 2 * difference * difference / (before.squares + after.squares);
    }

    void clear() {
      before.clear();
      after.clear();
      least = 0;
    }

    void write(DataOutput out) throws IOException {
      before.write(out);
      after.write(out);
      out.writeDouble(least);
    }

    void read(DataInput in) throws IOException {
      before.read(in);
      after.read(in);
      least = in.readDouble();
    }
  }

  /** The average of all values since the last drift, and the cuts. */
  public static final class Averages {

    private final Average all = new Average();
    private final Cut rises = new Cut();
    private final Cut falls = new Cut();

    private Averages() {}

    private void restart() {
      all.clear();
      rises.clear();
      falls.clear();
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
    public void write(Averages averages, DataOutput out) throws IOException {
      averages.all.write(out);
      averages.rises.write(out);
      averages.falls.write(out);
    }

    @Override
    Averages read(DataInput in) throws IOException {
      Averages averages = new Averages();
      averages.all.read(in);
      averages.rises.read(in);
      averages.falls.read(in);
      return averages;
    }
  }
}
