package io.atomstreams.operators.conformal;

import io.atomstreams.operators.state.Options;
import java.util.List;
import java.util.function.Function;

/** Every way to choose a threshold: one line each. Parsing, contract tests and docs walk this. */
public final class Thresholds {

  /**
   * One of the list.
   *
   * @param summary what it does, in half a sentence
   */
  public record Entry(String name, String summary, Function<Options, Threshold<?>> make) {

    /**
     * Chooses it.
     *
     * @throws IllegalArgumentException if an option is unknown or out of range
     */
    public Threshold<?> with(Options options) {
      Threshold<?> threshold = make.apply(options);
      options.requireAllTaken();
      return threshold;
    }
  }

  public static final List<Entry> ALL =
      List.of(
          new Entry(
              "delayed",
              "a quantile since the last change, at a level that makes good late-known misses",
              options -> new DelayedThreshold(DelayedThreshold.Options.of(options))),
          new Entry(
              "aci",
              "adaptive conformal inference, for labels that come soon",
              options -> new AdaptiveLevel(AdaptiveLevel.Options.of(options))));

  private Thresholds() {}

  /**
   * The one that a text such as {@code delayed:coverage=0.9,window=1000} names.
   *
   * @throws IllegalArgumentException naming the names there are
   */
  public static Threshold<?> parse(String text) {
    Options options = Options.parse(text);
    return ALL.stream()
        .filter(entry -> entry.name().equals(options.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no threshold '%s'; there are %s"
                        .formatted(options.name(), ALL.stream().map(Entry::name).toList())))
        .with(options);
  }
}
