package io.atomstreams.operators.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * STEPD (Nishida, Yamauchi: Detecting Concept Drift Using Statistical Testing, 2007). The share of
 * errors among the latest {@code window} values, {@code e/w}, is compared with that of all older
 * ones since the last drift, {@code E/n}, by the test of equal proportions with correction for
 * continuity:
 *
 * <pre>
 *   T = (|E/n - e/w| - (1/n + 1/w)/2) / sqrt(p (1 - p) (1/n + 1/w)),   p = (E + e)/(n + w)
 * </pre>
 *
 * A rise is a drift where a normal variable exceeds {@code T} with a chance below {@code drift}, a
 * warning likewise. Tests once there are twice the window. Memory: 40 bytes and a byte a value of
 * the window. Cost: a root a value.
 */
public final class Stepd implements Detector<Stepd.Errors> {

  static final String NAME = "stepd";

  private static final long serialVersionUID = 1;

  /**
   * The settings.
   *
   * @param window latest values, 2 to 100,000
   * @param drift level of a drift, in (0, 0.5)
   * @param warning level of a warning, in [{@code drift}, 0.5)
   */
  public record Options(int window, double drift, double warning) implements Serializable {

    public static final Options DEFAULT = new Options(30, 0.003, 0.05);

    public Options {
      DetectorCodec.require(
          window >= 2 && window <= 100_000, NAME, "window", window, "between 2 and 100000");
      DetectorCodec.require(drift > 0 && drift < 0.5, NAME, "drift", drift, "in (0, 0.5)");
      DetectorCodec.require(
          warning >= drift && warning < 0.5, NAME, "warning", warning, "in [drift, 0.5): " + drift);
    }

    static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          DetectorCodec.whole(given, "window", DEFAULT.window, 2, 100_000),
          given.number("drift", DEFAULT.drift),
          given.number("warning", DEFAULT.warning));
    }
  }

  private final Options options;
  private final double driftAt;
  private final double warningAt;

  public Stepd(Options options) {
    this.options = options;
    driftAt = Tails.normalQuantile(options.drift);
    warningAt = Tails.normalQuantile(options.warning);
  }

  @Override
  public DetectorCodec<Errors> codec() {
    return new Codec(options.window);
  }

  @Override
  public Domain domain() {
    return Domain.BINARY;
  }

  @Override
  public Signal update(Errors errors, double value) {
    domain().require(NAME, value);
    errors.add(value == 1);
    if (errors.older < options.window) {
      return Signal.NONE;
    }
    double statistic =
        statistic(errors.olderWrong, errors.older, errors.latestWrong, options.window);
    if (statistic > driftAt) {
      errors.restart();
      return Signal.DRIFT;
    }
    return statistic > warningAt ? Signal.WARNING : Signal.NONE;
  }

  /** {@code T} where the latest share is the greater one, else 0. */
  static double statistic(long olderWrong, long older, long latestWrong, long latest) {
    double reciprocals = 1.0 / older + 1.0 / latest;
    double rise = (double) latestWrong / latest - (double) olderWrong / older;
    double p = (double) (olderWrong + latestWrong) / (older + latest);
    double numerator = rise - reciprocals / 2;
    return numerator <= 0 ? 0 : numerator / Math.sqrt(p * (1 - p) * reciprocals);
  }

  /** The latest values in a ring, and how many errors there were before. */
  public static final class Errors {

    private final boolean[] ring;
    private int next;
    private int latest;
    private int latestWrong;
    private long older;
    private long olderWrong;

    private Errors(int window) {
      ring = new boolean[window];
    }

    private void add(boolean wrong) {
      if (latest == ring.length) {
        older++;
        if (ring[next]) {
          olderWrong++;
          latestWrong--;
        }
      } else {
        latest++;
      }
      ring[next] = wrong;
      latestWrong += wrong ? 1 : 0;
      next = next + 1 == ring.length ? 0 : next + 1;
    }

    private void restart() {
      next = 0;
      latest = 0;
      latestWrong = 0;
      older = 0;
      olderWrong = 0;
    }
  }

  /** Counts of the older values, then the latest, the oldest first. */
  private static final class Codec extends DetectorCodec<Errors> {

    private static final long serialVersionUID = 1;

    private final int window;

    Codec(int window) {
      super(NAME, 1);
      this.window = window;
    }

    @Override
    public String layout() {
      return "window " + window;
    }

    @Override
    public Errors create() {
      return new Errors(window);
    }

    @Override
    public void write(Errors errors, DataOutput out) throws IOException {
      out.writeLong(errors.older);
      out.writeLong(errors.olderWrong);
      out.writeInt(errors.latest);
      for (int i = 0; i < errors.latest; i++) {
        out.writeBoolean(errors.ring[(errors.next + window - errors.latest + i) % window]);
      }
    }

    @Override
    Errors read(DataInput in) throws IOException {
      Errors errors = create();
      long older = in.readLong();
      long olderWrong = in.readLong();
      int latest = in.readInt();
      for (int i = 0; i < latest; i++) {
        errors.add(in.readBoolean());
      }
      errors.older = older;
      errors.olderWrong = olderWrong;
      return errors;
    }
  }
}
