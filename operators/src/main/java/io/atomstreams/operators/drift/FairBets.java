package io.atomstreams.operators.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Bets on the next value that are fair as long as nothing changes: only a change makes them rich.
 * Our own; an e-detector (Shin, Ramdas, Rinaldo: E-detectors, 2022) of Shiryaev and Roberts' form,
 * a sum over all times at which a change may have begun, against a reference that is estimated from
 * the same stream.
 *
 * <p>Let {@code m} and {@code v} be mean and variance of all values since the last restart, before
 * which a 0 and a 1 are put, and {@code u} the sum over a block of 8 values of {@code x - m}, each
 * against the mean of those before it. Bettor {@code j} of 5 stakes {@code l = 0.02 * 2^j /
 * sqrt(v)}: at the end of a block
 *
 * <pre>
 *   R_j = (8/5 + R_j) exp(l u - 8 psi(l)),
 *   psi(l) = ln(q exp(l b) + (1 - q) exp(-l v/b)),   b = 1 - m,   q = v / (v + b^2)
 * </pre>
 *
 * and it is a drift once {@code R_1 + ... + R_5 >= A(n)}, {@code A(n) = run sqrt(max(1, n/10^4))}
 * after {@code n} values.
 *
 * <p><b>Why.</b> Of all variables with mean {@code m} and variance {@code v} that are at most 1,
 * none has a greater mean of {@code exp(l (x - m))} than {@code exp(psi(l))} (Bennett 1962,
 * Hoeffding 1963), and one that is 0 or 1 has just this. So a bet multiplies capital by at most 1
 * on average, each value brings in capital 1, and {@code R - n} is a supermartingale. Therefore the
 * mean number of values until a false alarm is at least {@code run}, and the chance of one within
 * the first {@code n} values at most the sum of {@code 1/A}: {@code n/run} at first, later {@code 2
 * sqrt(10^4 n)/run}. The threshold grows since a stream that was stable for long is less likely to
 * change at its next value. Summing over beginnings makes the threshold adapt to the size of the
 * change by itself: a small one, which takes long to show, needs less evidence for each beginning.
 * Against the running mean the values' differences are the recursive residuals (Brown, Durbin,
 * Evans 1975): uncorrelated, so that the reference's uncertainty is paid for, and exactly fair
 * where the chance of a 1 is itself drawn evenly from [0, 1], as 0 and 1 put before say. For a
 * given chance, and with {@code v} estimated, "fair" holds in the limit; the benchmark measures it.
 *
 * <p>A mirrored bank bets on falls. If {@code decreases} matter both banks share the capital; if
 * not, its winning restarts the detector in silence, so that the reference is never an error rate
 * that was left behind. A restart forgets everything: no alarm leads to the next. {@link
 * Signal#WARNING} is said from a hundredth of the threshold. Memory: 200 bytes. Cost: a division a
 * value and one exponential for each 8.
 */
public final class FairBets implements Detector<FairBets.Book> {

  static final String NAME = "fair-bets";

  private static final long serialVersionUID = 1;

  private static final int BLOCK = 8;
  private static final int BETTORS = 5;

  /** The stake of the first bettor in standard deviations; each other stakes twice as much. */
  private static final double FIRST_STAKE = 0.02;

  /** So that a block's gain stays far from what a double can hold: exp(8 * 16 * this). */
  private static final double LARGEST_FIRST_STAKE = 4.5;

  private static final double TRUSTED_FROM = 1e4;
  private static final double WARNING = 0.01;

  /** Stakes are made anew when the number of values has grown by this share. */
  private static final int REFRESH = 16;

  /**
   * The settings.
   *
   * @param run least mean number of values between two false alarms, 100 to 10^15
   * @param decreases whether a fall of the mean is a drift too
   */
  public record Options(double run, boolean decreases) implements Serializable {

    public static final Options DEFAULT = new Options(3e6, false);

    public Options {
      DetectorCodec.require(run >= 100 && run <= 1e15, NAME, "run", run, "between 100 and 1e15");
    }

    static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          given.number("run", DEFAULT.run), given.flag("decreases", DEFAULT.decreases));
    }
  }

  private final Options options;

  public FairBets(Options options) {
    this.options = options;
  }

  @Override
  public DetectorCodec<Book> codec() {
    return new Codec();
  }

  @Override
  public Domain domain() {
    return Domain.UNIT;
  }

  @Override
  public Signal update(Book book, double value) {
    domain().require(NAME, value);
    book.take(value);
    if (book.inBlock == BLOCK) {
      return settle(book);
    }
    return book.warned ? Signal.WARNING : Signal.NONE;
  }

  private Signal settle(Book book) {
    book.settle();
    double threshold = options.run * Math.sqrt(Math.max(1, book.n / TRUSTED_FROM));
    double up = sum(book.up);
    double down = sum(book.down);
    double capital = options.decreases ? (up + down) / 2 : up;
    if (capital >= threshold) {
      book.restart();
      return Signal.DRIFT;
    }
    if (down >= threshold && !options.decreases) {
      book.restart();
      return Signal.NONE;
    }
    book.warned = capital >= WARNING * threshold;
    return book.warned ? Signal.WARNING : Signal.NONE;
  }

  private static double sum(double[] capitals) {
    double sum = 0;
    for (double capital : capitals) {
      sum += capital;
    }
    return sum;
  }

  /** The reference, and what each bettor owns. */
  public static final class Book {

    private final double[] up = new double[BETTORS];
    private final double[] down = new double[BETTORS];

    /** Values since the restart and the two before them. */
    private long n;

    private double mean;

    /** Sum of squared differences from the mean. */
    private double squares;

    /** Sum over the open block of the differences from the mean before. */
    private double gain;

    private int inBlock;
    private boolean warned;

    /** What the stakes were made from. */
    private long stakedN;

    private double stakedMean;
    private double stakedVariance;

    /** Made from those, not written. */
    private double firstStake;

    private final double[] upCosts = new double[BETTORS];
    private final double[] downCosts = new double[BETTORS];

    private Book() {
      restart();
    }

    /** The mean of the values since the restart, drawn a little to 1/2 while they are few. */
    public double mean() {
      return mean;
    }

    /** Values since the restart. */
    public long size() {
      return n - 2;
    }

    private void restart() {
      Arrays.fill(up, 0);
      Arrays.fill(down, 0);
      n = 2;
      mean = 0.5;
      squares = 0.5;
      gain = 0;
      inBlock = 0;
      warned = false;
      stake();
    }

    private void take(double value) {
      double difference = value - mean;
      n++;
      mean += difference / n;
      squares += difference * (value - mean);
      gain += difference;
      inBlock++;
    }

    private void settle() {
      double factor = Math.exp(firstStake * gain);
      for (int j = 0; j < BETTORS; j++) {
        up[j] = ((double) BLOCK / BETTORS + up[j]) * factor * upCosts[j];
        down[j] = ((double) BLOCK / BETTORS + down[j]) / factor * downCosts[j];
        factor *= factor;
      }
      gain = 0;
      inBlock = 0;
      if (n > stakedN + stakedN / REFRESH) {
        stake();
      }
    }

    /** From the values so far, so for the next ones as fair as any. */
    private void stake() {
      stakedN = n;
      stakedMean = mean;
      stakedVariance = squares / n;
      price();
    }

    private void price() {
      firstStake = Math.min(FIRST_STAKE / Math.sqrt(stakedVariance), LARGEST_FIRST_STAKE);
      double stake = firstStake;
      for (int j = 0; j < BETTORS; j++) {
        upCosts[j] = Math.exp(-BLOCK * psi(stake, 1 - stakedMean, stakedVariance));
        downCosts[j] = Math.exp(-BLOCK * psi(stake, stakedMean, stakedVariance));
        stake *= 2;
      }
    }

    /** Logarithm of the largest mean of exp(stake (x - mean)) where x - mean is at most b. */
    private static double psi(double stake, double b, double variance) {
      double q = variance / (variance + b * b);
      return stake * b + Math.log(q + (1 - q) * Math.exp(-stake * (b + variance / b)));
    }
  }

  /** All that is not made from the rest. */
  private static final class Codec extends DetectorCodec<Book> {

    private static final long serialVersionUID = 1;

    Codec() {
      super(NAME, 1);
    }

    @Override
    public Book create() {
      return new Book();
    }

    @Override
    public void write(Book book, DataOutput out) throws IOException {
      for (int j = 0; j < BETTORS; j++) {
        out.writeDouble(book.up[j]);
        out.writeDouble(book.down[j]);
      }
      out.writeLong(book.n);
      out.writeDouble(book.mean);
      out.writeDouble(book.squares);
      out.writeDouble(book.gain);
      out.writeByte(book.inBlock);
      out.writeBoolean(book.warned);
      out.writeLong(book.stakedN);
      out.writeDouble(book.stakedMean);
      out.writeDouble(book.stakedVariance);
    }

    @Override
    Book read(DataInput in) throws IOException {
      Book book = new Book();
      for (int j = 0; j < BETTORS; j++) {
        book.up[j] = in.readDouble();
        book.down[j] = in.readDouble();
      }
      book.n = in.readLong();
      book.mean = in.readDouble();
      book.squares = in.readDouble();
      book.gain = in.readDouble();
      book.inBlock = in.readByte();
      book.warned = in.readBoolean();
      book.stakedN = in.readLong();
      book.stakedMean = in.readDouble();
      book.stakedVariance = in.readDouble();
      book.price();
      return book;
    }
  }
}
