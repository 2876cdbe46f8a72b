package io.atomstreams.operators.learning.catalogue;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.bayes.NaiveBayes;
import io.atomstreams.operators.learning.dynamic.DynamicLogistic;
import io.atomstreams.operators.learning.encoding.LogisticLoss;
import io.atomstreams.operators.learning.encoding.Loss;
import io.atomstreams.operators.learning.encoding.PoissonLoss;
import io.atomstreams.operators.learning.encoding.QuantileLoss;
import io.atomstreams.operators.learning.encoding.SoftmaxLoss;
import io.atomstreams.operators.learning.encoding.SquaredLoss;
import io.atomstreams.operators.learning.factor.FactorizationMachine;
import io.atomstreams.operators.learning.linear.Alma;
import io.atomstreams.operators.learning.linear.Ftrl;
import io.atomstreams.operators.learning.linear.KeyedShrinkage;
import io.atomstreams.operators.learning.linear.RecursiveLeastSquares;
import io.atomstreams.operators.learning.memory.SelfAdjustingMemory;
import io.atomstreams.operators.learning.pool.Halving;
import io.atomstreams.operators.learning.pool.Hedge;
import io.atomstreams.operators.learning.prior.Prior;
import io.atomstreams.operators.learning.tree.AdaptiveRandomForest;
import io.atomstreams.operators.learning.tree.HoeffdingAdaptiveTree;
import io.atomstreams.operators.learning.tree.HoeffdingTree;
import io.atomstreams.operators.learning.tree.StreamingRandomPatches;
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

  /** Members of {@code adaptive}: what is near, what holds for long, what moves. */
  private static final String ADAPTIVE = "sam-knn|dynamic-logistic(means=0)|dynamic-logistic";

  /** About one change in a thousand examples, and in a hundred where a pool is to adapt. */
  private static final double CALM = 0.001;

  private static final double QUICK = 0.01;

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
              "ftrl-logistic",
              "yes or no, by a logistic regression",
              schema -> schema.target().classes() == 2,
              (schema, options) -> ftrl(schema, new LogisticLoss(), options)),
          new Entry(
              "softmax",
              "classes, by a multinomial logistic regression",
              schema -> !schema.target().isNumber(),
              (schema, options) ->
                  ftrl(schema, new SoftmaxLoss(schema.target().classes()), options)),
          new Entry(
              "ftrl-squared",
              "the mean of a number, by a linear regression",
              schema -> schema.target().isNumber(),
              (schema, options) -> ftrl(schema, new SquaredLoss(), options)),
          new Entry(
              "ftrl-poisson",
              "a count or a rate, by a log-linear regression",
              schema -> schema.target().isNumber(),
              (schema, options) -> ftrl(schema, new PoissonLoss(), options)),
          new Entry(
              "ftrl-quantile",
              "a quantile of a number, by a linear regression",
              schema -> schema.target().isNumber(),
              (schema, options) -> ftrl(schema, QuantileLoss.of(options), options)),
          new Entry(
              "rls",
              "the mean of a number, by recursive least squares",
              schema -> schema.target().isNumber(),
              (schema, options) ->
                  new RecursiveLeastSquares(schema, RecursiveLeastSquares.Options.of(options))),
          new Entry(
              "naive-bayes",
              "classes, by counting",
              schema -> !schema.target().isNumber(),
              (schema, options) -> new NaiveBayes(schema, NaiveBayes.Options.of(options))),
          new Entry(
              "fm",
              "yes or no, or the mean of a number, from pairs of inputs, by a factorisation machine",
              schema -> schema.target().classes() <= 2,
              (schema, options) ->
                  new FactorizationMachine(schema, FactorizationMachine.Options.of(options))),
          new Entry(
              "alma",
              "yes or no, by a large margin, corrections only",
              schema -> schema.target().classes() == 2,
              (schema, options) -> new Alma(schema, Alma.Options.of(options))),
          new Entry(
              "keyed-shrinkage",
              "classes or a number of keys that differ, new ones as all others",
              schema -> schema.width() > 1,
              (schema, options) ->
                  new KeyedShrinkage(
                      schema,
                      Loss.of(schema.target()),
                      KeyedShrinkage.Options.of(schema, options))),
          new Entry(
              "prior",
              "how often each class comes, or the mean; looks at no feature",
              schema -> true,
              (schema, options) -> new Prior(schema, Prior.Options.of(options))),
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
              StreamingRandomPatches::new),
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
              (schema, options) ->
                  new Hedge(schema, Hedge.Options.of(options, ADAPTIVE, QUICK), Learners::parse)),
          new Entry(
              "hedge",
              "the weighted mean of other learners, by how they have done",
              schema -> true,
              (schema, options) ->
                  new Hedge(
                      schema, Hedge.Options.of(options, singles(schema), CALM), Learners::parse)),
          new Entry(
              "halving",
              "a search for the best settings of another learner while it learns",
              schema -> true,
              (schema, options) ->
                  new Halving(
                      schema, Halving.Options.of(options, linear(schema)), Learners::parse)));

  private static final Set<String> POOLS = Set.of("hedge", "halving", "adaptive");

  private Learners() {}

  private static Learner<?> ftrl(Schema schema, Loss loss, Options options) {
    return new Ftrl(options.name(), schema, loss, Ftrl.Options.of(options));
  }

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
