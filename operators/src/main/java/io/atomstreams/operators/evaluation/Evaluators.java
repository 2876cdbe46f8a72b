package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.Options;
import java.util.List;
import java.util.function.Function;

/** Every evaluator there is: one line each. Parsing, contract tests and docs walk this list. */
public final class Evaluators {

  /**
   * One evaluator of the list.
   *
   * @param summary of what, in half a sentence
   */
  public record Entry(String name, String summary, Function<Options, Evaluator<?>> make) {

    /**
     * Chooses the evaluator.
     *
     * @throws IllegalArgumentException if an option is unknown or out of range
     */
    public Evaluator<?> with(Options options) {
      Evaluator<?> evaluator = make.apply(options);
      options.requireAllTaken();
      return evaluator;
    }
  }

  public static final List<Entry> ALL =
      List.of(
          new Entry(
              "binary",
              "probabilities of a yes",
              options -> new BinaryEvaluator(BinaryEvaluator.Options.of(options))),
          new Entry(
              "classes",
              "probabilities of several classes",
              options -> new ClassEvaluator(ClassEvaluator.Options.of(options))),
          new Entry("number", "numbers and their intervals", options -> new NumberEvaluator()));

  private Evaluators() {}

  /**
   * The evaluator that a text such as {@code binary:threshold=0.3} names.
   *
   * @throws IllegalArgumentException naming the names there are
   */
  public static Evaluator<?> parse(String text) {
    Options options = Options.parse(text);
    return ALL.stream()
        .filter(entry -> entry.name().equals(options.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no evaluator '%s'; there are %s"
                        .formatted(options.name(), ALL.stream().map(Entry::name).toList())))
        .with(options);
  }
}
