package io.atomstreams.operators.learning.catalogue;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.pool.Halving;
import io.atomstreams.operators.learning.pool.Hedge;
import io.atomstreams.operators.state.Options;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
              "hedge",
              "the weighted mean of other learners, by how they have done",
              schema -> true,
              (schema, options) ->
                  new Hedge(schema, Hedge.Options.of(options, singles(schema)), Learners::parse)),
          new Entry(
              "halving",
              "a search for the best settings of another learner while it learns",
              schema -> true,
              (schema, options) ->
                  new Halving(
                      schema, Halving.Options.of(options, linear(schema)), Learners::parse)));

  private static final Set<String> POOLS = Set.of("hedge", "halving");

  private Learners() {}

  /** All that fit and are no pools. */
  private static String singles(Schema schema) {
    return ALL.stream()
        .filter(entry -> !POOLS.contains(entry.name()) && entry.fits().test(schema))
        .map(Entry::name)
        .collect(Collectors.joining("|"));
  }

  /** The first that fits, over the step sizes and penalties that are usual. */
  private static String linear(Schema schema) {
    return singles(schema).replaceAll("\\|.*", "") + "(alpha=0.005..0.5~log;l2=0.001..10~log)";
  }

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
