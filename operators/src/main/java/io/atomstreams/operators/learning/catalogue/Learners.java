package io.atomstreams.operators.learning.catalogue;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.prior.Prior;
import io.atomstreams.operators.state.Options;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Every learner there is: one line each. Parsing, contract tests, docs and commands walk this list.
 */
public final class Learners {

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
              "prior",
              "how often each class comes, or the mean; looks at no feature",
              schema -> true,
              (schema, options) -> new Prior(schema, Prior.Options.of(options))));

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
