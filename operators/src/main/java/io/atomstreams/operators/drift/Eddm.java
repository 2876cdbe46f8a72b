package io.atomstreams.operators.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * EDDM (Baena-García and others: Early Drift Detection Method, 2006). Looks at how many values lie
 * between two errors. With {@code p} the mean and {@code s} the standard deviation of these
 * distances since the last drift, the greatest {@code p + 2 s} so far is remembered; it is a
 * warning once {@code p + 2 s} is below {@code warning} times it, a drift once it is below {@code
 * drift} times it. Sees rises only. Memory: 48 bytes. Cost: a root an error.
 */
public final class Eddm implements Detector<Eddm.Distances> {

  static final String NAME = "eddm";

  private static final long serialVersionUID = 1;

  /**
   * The settings.
   *
   * @param minimum errors before anything is said, 2 to 1,000,000
   * @param warning share of the greatest that is a warning, in (0, 1)
   * @param drift share of the greatest that is a drift, in (0, {@code warning}]
   */
  public record Options(int minimum, double warning, double drift) implements Serializable {

    public static final Options DEFAULT = new Options(30, 0.95, 0.9);

    public Options {
      DetectorCodec.require(
          minimum >= 2 && minimum <= 1_000_000, NAME, "minimum", minimum, "between 2 and 1000000");
      DetectorCodec.require(warning > 0 && warning < 1, NAME, "warning", warning, "in (0, 1)");
      DetectorCodec.require(
          drift > 0 && drift <= warning, NAME, "drift", drift, "in (0, warning]: " + warning);
    }

    static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          DetectorCodec.whole(given, "minimum", DEFAULT.minimum, 2, 1_000_000),
          given.number("warning", DEFAULT.warning),
          given.number("drift", DEFAULT.drift));
    }
  }

  private final Options options;

  public Eddm(Options options) {
    this.options = options;
  }

  @Override
  public DetectorCodec<Distances> codec() {
    return new Codec();
  }

  @Override
  public Domain domain() {
    return Domain.BINARY;
  }

  @Override
  public Signal update(Distances distances, double value) {
    domain().require(NAME, value);
    distances.since++;
    if (value == 1) {
      distances.add(distances.since);
      distances.since = 0;
      return judge(distances);
    }
    return distances.warned ? Signal.WARNING : Signal.NONE;
  }

  private Signal judge(Distances distances) {
    double reach = distances.mean + 2 * Math.sqrt(distances.squares / distances.n);
    if (reach > distances.greatest) {
      distances.greatest = reach;
    }
    if (distances.n < options.minimum) {
      return Signal.NONE;
    }
    double share = reach / distances.greatest;
    if (share < options.drift) {
      distances.restart();
      return Signal.DRIFT;
    }
    distances.warned = share < options.warning;
    return distances.warned ? Signal.WARNING : Signal.NONE;
  }

  /** Distances between errors since the last drift. */
  public static final class Distances {

    private long n;
    private double mean;
    private double squares;
    private double greatest;
    private long since;
    private boolean warned;

    private Distances() {}

    private void add(long distance) {
      double difference = distance - mean;
      n++;
      mean += difference / n;
      squares += difference * (distance - mean);
    }

    private void restart() {
      n = 0;
      mean = 0;
      squares = 0;
      greatest = 0;
      since = 0;
      warned = false;
    }
  }

  private static final class Codec extends DetectorCodec<Distances> {

    private static final long serialVersionUID = 1;

    Codec() {
      super(NAME, 1);
    }

    @Override
    public Distances create() {
      return new Distances();
    }

    @Override
    public void write(Distances distances, DataOutput out) throws IOException {
      out.writeLong(distances.n);
      out.writeDouble(distances.mean);
      out.writeDouble(distances.squares);
      out.writeDouble(distances.greatest);
      out.writeLong(distances.since);
      out.writeBoolean(distances.warned);
    }

    @Override
    Distances read(DataInput in) throws IOException {
      Distances distances = new Distances();
      distances.n = in.readLong();
      distances.mean = in.readDouble();
      distances.squares = in.readDouble();
      distances.greatest = in.readDouble();
      distances.since = in.readLong();
      distances.warned = in.readBoolean();
      return distances;
    }
  }
}
