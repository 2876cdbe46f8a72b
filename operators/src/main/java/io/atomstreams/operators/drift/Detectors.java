package io.atomstreams.operators.drift;

import io.atomstreams.operators.state.Options;
import java.util.List;
import java.util.function.Function;

/** Every detector there is: one line each. Parsing, contract tests, docs and benchmarks walk it. */
public final class Detectors {

  /**
   * One detector of the list.
   *
   * @param summary what it compares, in half a sentence
   */
  public record Entry(String name, String summary, Function<Options, Detector<?>> make) {

    /**
     * Chooses the detector.
     *
     * @throws IllegalArgumentException if an option is unknown or out of range
     */
    public Detector<?> with(Options options) {
      Detector<?> detector = make.apply(options);
      options.requireAllTaken();
      return detector;
    }
  }

  public static final List<Entry> ALL =
      List.of(
          new Entry(
              FairBets.NAME,
              "bets on the next value that get rich only if the mean changes",
              given -> new FairBets(FairBets.Options.of(given))),
          new Entry(
              Adwin.NAME,
              "means of every two parts of a window that shrinks when they differ",
              given -> new Adwin(Adwin.Options.of(given))),
          new Entry(
              Ddm.NAME,
              "share of errors against its least so far",
              given -> new Ddm(Ddm.Options.of(given))),
          new Entry(
              Eddm.NAME,
              "distances between errors against their greatest so far",
              given -> new Eddm(Eddm.Options.of(given))),
          new Entry(
              HddmA.NAME,
              "mean of all values against its least so far, by Hoeffding's inequality",
              given -> new HddmA(HddmA.Options.of(given))),
          new Entry(
              HddmW.NAME,
              "weighted mean against its least so far, by McDiarmid's inequality",
              given -> new HddmW(HddmW.Options.of(given))),
          new Entry(
              PageHinkley.NAME,
              "sum of what values exceed their mean by",
              given -> new PageHinkley(PageHinkley.Options.of(given))),
          new Entry(
              Kswin.NAME,
              "distribution of the latest values against a sample of those before",
              given -> new Kswin(Kswin.Options.of(given))),
          new Entry(
              Stepd.NAME,
              "share of errors lately against before, by a test of proportions",
              given -> new Stepd(Stepd.Options.of(given))));

  private Detectors() {}

  /**
   * The detector that a text such as {@code adwin:delta=0.002} names.
   *
   * @throws IllegalArgumentException naming the names there are
   */
  public static Detector<?> parse(String text) {
    Options options = Options.parse(text);
    return ALL.stream()
        .filter(entry -> entry.name().equals(options.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no detector '%s'; there are %s"
                        .formatted(options.name(), ALL.stream().map(Entry::name).toList())))
        .with(options);
  }
}
