package io.atomstreams.operators.learning.catalogue;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.dynamic.DynamicLogistic;
import io.atomstreams.operators.learning.memory.SelfAdjustingMemory;
import io.atomstreams.operators.learning.mixture.FixedShare;
import io.atomstreams.operators.state.Options;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Every learner there is: one line each. Parsing, contract tests, docs and commands walk this list.
 */
public final class Learners {

  /** Members of {@code adaptive}: what is near, what holds for long, what moves. */
  private static final List<String> ADAPTIVE =
      List.of("sam-knn", "dynamic-logistic:means=0", "dynamic-logistic");

  /**
   * One learner of the list.
   *
   * @param summary what it learns and how, in half a sentence
   * @param fits whether it learns targets of this kind
   */
  public record Entry(
      String name,
      String summary,
      Predicate<Schema> fits,
      BiFunction<Schema, Options, Learner<?>> make) {

    /**
     * Chooses the learner.
     *
     * @throws IllegalArgumentException if it does not fit, or an option is unknown or out of range
     */
    public Learner<?> with(Schema schema, Options options) {
      if (!fits.test(schema)) {
        throw new IllegalArgumentException(
            "%s (%s) cannot learn %s"
                .formatted(
                    name,
                    summary,
                    schema.target().isNumber()
                        ? "a number"
                        : schema.target().classes() + " classes"));
      }
      Learner<?> learner = make.apply(schema, options);
      options.requireAllTaken();
      return learner;
    }
  }

  public static final List<Entry> ALL =
      List.of(
          new Entry(
              "sam-knn",
              "classes, by nearest neighbours in a short-term memory that adjusts itself and a"
                  + " long-term one",
              schema -> !schema.target().isNumber(),
              (schema, options) ->
                  new SelfAdjustingMemory(schema, SelfAdjustingMemory.Options.of(options))),
          new Entry(
              "dynamic-logistic",
              "classes, by a logistic regression whose coefficients move",
              schema -> !schema.target().isNumber(),
              (schema, options) ->
                  new DynamicLogistic(schema, DynamicLogistic.Options.of(options))),
          new Entry(
              "adaptive",
              "classes, by whichever of several learners is right of late",
              schema -> !schema.target().isNumber(),
              (schema, options) -> FixedShare.of(schema, options, ADAPTIVE, Learners::parse)));

  private Learners() {}

  /**
   * The learner that a text such as {@code ftrl-logistic:alpha=0.1,l1=0} names.
   *
   * @throws IllegalArgumentException naming the names there are
   */
  public static Learner<?> parse(String text, Schema schema) {
    Options options = Options.parse(text);
    return ALL.stream()
        .filter(entry -> entry.name().equals(options.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no learner '%s'; there are %s"
                        .formatted(options.name(), ALL.stream().map(Entry::name).toList())))
        .with(schema, options);
  }
}
