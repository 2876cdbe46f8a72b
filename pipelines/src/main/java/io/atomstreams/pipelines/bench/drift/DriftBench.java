package io.atomstreams.pipelines.bench.drift;

import io.atomstreams.operators.drift.Detector;
import io.atomstreams.operators.drift.Detector.Domain;
import io.atomstreams.operators.drift.Detector.Signal;
import io.atomstreams.operators.drift.Detectors;
import io.atomstreams.operators.state.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs detectors over families of streams, the same streams for each. Everything but the times is a
 * function of the options.
 */
public final class DriftBench {

  /** Values of a long run that are drawn together, before the clock starts. */
  private static final int CHUNK = 1_000_000;

  /**
   * What one detector did on the streams of one family.
   *
   * @param detector as it was written, {@code name:key=value}
   * @param delay mean number of values from a rise to its alarm; NaN if none was seen
   * @param missed share of rises without an alarm, 0 to 1; NaN if there were none
   * @param run values for each false alarm; infinite without one
   * @param nanos least of all streams' means, ns a value
   */
  public record Row(
      String family,
      String detector,
      double delay,
      double missed,
      int falseAlarms,
      double run,
      double nanos) {}

  private final int seeds;
  private final int length;

  /**
   * Chooses the size.
   *
   * @param seeds streams a family, 1 or more
   * @param length values a stream, 1,000 or more
   */
  public DriftBench(int seeds, int length) {
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds is " + seeds + ", must be 1 or more");
    }
    if (length < 1_000) {
      throw new IllegalArgumentException("length is " + length + ", must be 1000 or more");
    }
    this.seeds = seeds;
    this.length = length;
  }

  /** A row for each family and each detector that takes its values, told as they come. */
  public List<Row> run(List<Family> families, List<String> detectors, Consumer<Row> news) {
    List<Row> rows = new ArrayList<>();
    for (Family family : families) {
      List<Course> courses = new ArrayList<>();
      for (int seed = 1; seed <= seeds; seed++) {
        courses.add(family.course(length, seed));
      }
      for (String text : detectors) {
        Detector<?> detector = Detectors.parse(text);
        if (family.binary() || detector.domain() != Domain.BINARY) {
          rows.add(row(family.name(), text, detector, courses));
          news.accept(rows.get(rows.size() - 1));
        }
      }
    }
    return rows;
  }

  private static <S> Row row(
      String family, String text, Detector<S> detector, List<Course> courses) {
    Tally tally = new Tally();
    double nanos = Double.MAX_VALUE;
    for (Course course : courses) {
      List<Integer> alarms = new ArrayList<>();
      long began = System.nanoTime();
      follow(detector, detector.codec().create(), course.values(), alarms);
      nanos = Math.min(nanos, (double) (System.nanoTime() - began) / course.values().length);
      tally.add(course, alarms);
    }
    return new Row(
        family, text, tally.delay(), tally.missed(), tally.falseAlarms(), tally.run(), nanos);
  }

  private static <S> void follow(
      Detector<S> detector, S state, double[] values, List<Integer> alarms) {
    for (int i = 0; i < values.length; i++) {
      if (detector.update(state, values[i]) == Signal.DRIFT) {
        alarms.add(i);
      }
    }
  }

  /**
   * One long stream without a change for each detector: errors with a chance of 0.2, then losses of
   * a beta distribution with mean 0.2.
   */
  public static List<Row> stationary(long values, List<String> detectors, Consumer<Row> news) {
    List<Row> rows = new ArrayList<>();
    for (boolean binary : new boolean[] {true, false}) {
      for (String text : detectors) {
        Detector<?> detector = Detectors.parse(text);
        if (binary || detector.domain() != Domain.BINARY) {
          rows.add(longRun(binary, text, detector, values));
          news.accept(rows.get(rows.size() - 1));
        }
      }
    }
    return rows;
  }

  private static <S> Row longRun(boolean binary, String text, Detector<S> detector, long values) {
    S state = detector.codec().create();
    CounterRandom random = new CounterRandom(CounterRandom.mix(binary ? 1 : 2));
    List<Integer> alarms = new ArrayList<>();
    long nanos = 0;
    for (long done = 0; done < values; done += CHUNK) {
      double[] chunk = new double[(int) Math.min(CHUNK, values - done)];
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = binary ? Loss.error(random, 0.2) : Loss.beta(random, 0.2);
      }
      long began = System.nanoTime();
      follow(detector, state, chunk, alarms);
      nanos += System.nanoTime() - began;
    }
    return new Row(
        binary ? "stationary-errors" : "stationary-losses",
        text,
        Double.NaN,
        Double.NaN,
        alarms.size(),
        (double) values / alarms.size(),
        (double) nanos / values);
  }
}
