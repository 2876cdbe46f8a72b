package io.atomstreams.operators.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * DDM (Gama, Medas, Castillo, Rodrigues: Learning with Drift Detection, SBIA 2004). With {@code p}
 * the share of errors since the last drift and {@code s = sqrt(p (1 - p) / n)}, the least {@code p
 * + s} so far is remembered as {@code pMin}, {@code sMin}; it is a warning once {@code p + s > pMin
 * + 2 sMin} and a drift once {@code p + s > pMin + 3 sMin}. Sees rises only. After a long run
 * without an error, both minima are 0 and the first error is a drift. Memory: 40 bytes. Cost: a
 * root a value.
 */
public final class Ddm implements Detector<Ddm.Errors> {

  static final String NAME = "ddm";

  private static final long serialVersionUID = 1;

  /**
   * The settings.
   *
   * @param minimum values before anything is said, 2 to 1,000,000
   * @param warning deviations above the minimum that are a warning, above 0
   * @param drift deviations above the minimum that are a drift, at least {@code warning}
   */
  public record Options(int minimum, double warning, double drift) implements Serializable {

    public static final Options DEFAULT = new Options(30, 2, 3);

    public Options {
      DetectorCodec.require(
          minimum >= 2 && minimum <= 1_000_000, NAME, "minimum", minimum, "between 2 and 1000000");
      DetectorCodec.require(warning > 0, NAME, "warning", warning, "above 0");
      DetectorCodec.require(
          drift >= warning, NAME, "drift", drift, "at least warning (" + warning + ")");
    }

    static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          DetectorCodec.whole(given, "minimum", DEFAULT.minimum, 2, 1_000_000),
          given.number("warning", DEFAULT.warning),
          given.number("drift", DEFAULT.drift));
    }
  }

  private final Options options;

  public Ddm(Options options) {
    this.options = options;
  }

  @Override
  public DetectorCodec<Errors> codec() {
    return new Codec();
  }

  @Override
  public Domain domain() {
    return Domain.BINARY;
  }

  @Override
  public Signal update(Errors errors, double value) {
    domain().require(NAME, value);
    errors.n++;
    errors.wrong += (long) value;
    if (errors.n < options.minimum) {
      return Signal.NONE;
    }
    double p = (double) errors.wrong / errors.n;
    double s = Math.sqrt(p * (1 - p) / errors.n);
    if (p + s <= errors.leastP + errors.leastS) {
      errors.leastP = p;
      errors.leastS = s;
    }
    if (p + s > errors.leastP + options.drift * errors.leastS) {
      errors.restart();
      return Signal.DRIFT;
    }
    boolean warns = p + s > errors.leastP + options.warning * errors.leastS;
    return warns ? Signal.WARNING : Signal.NONE;
  }

  /** Errors since the last drift, and when they were fewest. */
  public static final class Errors {

    private long n;
    private long wrong;
    private double leastP;
    private double leastS;

    private Errors() {
      restart();
    }

    private void restart() {
      n = 0;
      wrong = 0;
      leastP = Double.MAX_VALUE;
      leastS = 0;
    }
  }

  private static final class Codec extends DetectorCodec<Errors> {

    private static final long serialVersionUID = 1;

    Codec() {
      super(NAME, 1);
    }

    @Override
    public Errors create() {
      return new Errors();
    }

    @Override
    public void write(Errors errors, DataOutput out) throws IOException {
      out.writeLong(errors.n);
      out.writeLong(errors.wrong);
      out.writeDouble(errors.leastP);
      out.writeDouble(errors.leastS);
    }

    @Override
    Errors read(DataInput in) throws IOException {
      Errors errors = new Errors();
      errors.n = in.readLong();
      errors.wrong = in.readLong();
      errors.leastP = in.readDouble();
      errors.leastS = in.readDouble();
      return errors;
    }
  }
}
