package io.atomstreams.operators.learning.catalogue;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.tree.AdaptiveRandomForest;
import io.atomstreams.operators.learning.tree.HoeffdingAdaptiveTree;
import io.atomstreams.operators.learning.tree.HoeffdingTree;
import io.atomstreams.operators.learning.tree.StreamingRandomPatches;
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
              "hoeffding-tree",
              "a decision tree that splits once the best question is all but certain",
              schema -> true,
              HoeffdingTree::new),
          new Entry(
              "hoeffding-adaptive-tree",
              "a Hoeffding tree that replaces the parts of itself that have become wrong",
              schema -> !schema.target().isNumber(),
              HoeffdingAdaptiveTree::new),
          new Entry(
              "adaptive-random-forest",
              "trees on random attributes of each leaf, replaced one by one as the stream changes",
              schema -> true,
              AdaptiveRandomForest::new),
          new Entry(
              "streaming-random-patches",
              "trees on random attributes of each tree, replaced one by one as the stream changes",
              schema -> true,
              StreamingRandomPatches::new));

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
