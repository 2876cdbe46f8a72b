package io.atomstreams.operators.calibration;

import io.atomstreams.operators.state.Options;
import java.util.List;
import java.util.function.Function;

/** Every calibrator there is: one line each. Parsing, contract tests and docs walk this list. */
public final class Calibrators {

  /**
   * One calibrator of the list.
   *
   * @param summary what it fits, in half a sentence
   */
  public record Entry(String name, String summary, Function<Options, Calibrator<?>> make) {

    /**
     * Chooses the calibrator.
     *
     * @throws IllegalArgumentException if an option is unknown or out of range
     */
    public Calibrator<?> with(Options options) {
      Calibrator<?> calibrator = make.apply(options);
      options.requireAllTaken();
      return calibrator;
    }
  }

  public static final List<Entry> ALL =
      List.of(
          new Entry(
              "isotonic",
              "the rising step function that fits best, over bins",
              options -> new IsotonicCalibrator(IsotonicCalibrator.Options.of(options))),
          new Entry(
              "platt",
              "a logistic curve of the logit",
              options -> new PlattCalibrator(PlattCalibrator.Options.of(options))));

  private Calibrators() {}

  /**
   * The calibrator that a text such as {@code isotonic:bins=50} names.
   *
   * @throws IllegalArgumentException naming the names there are
   */
  public static Calibrator<?> parse(String text) {
    Options options = Options.parse(text);
    return ALL.stream()
        .filter(entry -> entry.name().equals(options.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no calibrator '%s'; there are %s"
                        .formatted(options.name(), ALL.stream().map(Entry::name).toList())))
        .with(options);
  }
}
