package io.atomstreams.model.serving;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.DecisionPaths;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.explain.Background;
import io.atomstreams.model.explain.LocalSurrogate;
import io.atomstreams.model.explain.ShapleyAttribution;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Explains the scores of a served model, by the way its engine has, or else by Shapley values
 * against the rows that stand for nobody in particular: those saved with the model, else its golden
 * rows.
 *
 * <pre>
 *                    the engine has an exact way   a coarse one      none
 *   quick()            the engine's                  the engine's      Shapley values
 *   close()            the engine's                  Shapley values    Shapley values
 * </pre>
 *
 * <p>What needs the background is made when it is first asked for: a model that cannot be explained
 * still serves. Belongs to whoever the served model belongs to, and is valid as long.
 */
public final class ModelExplainer {

  private final Model model;
  private final Supplier<Background> rows;
  private Background background;
  private ShapleyAttribution shapley;
  private ShapleyAttribution.Options madeWith;

  ModelExplainer(Model model, Supplier<Background> rows) {
    this.model = model;
    this.rows = rows;
  }

  /**
   * For many rows: whatever way the engine has.
   *
   * @param budget where it has none
   * @throws ModelException if there is nothing to compare with
   */
  public Attribution quick(ShapleyAttribution.Options budget) {
    return model.attribution().orElseGet(() -> shapley(budget));
  }

  /**
   * For few rows that matter: exactly if the engine can, else by Shapley values.
   *
   * @param budget where it cannot
   * @throws ModelException if there is nothing to compare with
   */
  public Attribution close(ShapleyAttribution.Options budget) {
    return model.attribution().filter(Attribution::isExact).orElseGet(() -> shapley(budget));
  }

  private Attribution shapley(ShapleyAttribution.Options budget) {
    if (!budget.equals(madeWith)) {
      shapley = new ShapleyAttribution(model, background(), budget);
      madeWith = budget;
    }
    return shapley;
  }

  /**
   * A linear model that says near a row what the model says.
   *
   * @throws ModelException if the background has fewer than two rows
   */
  public LocalSurrogate surrogate(LocalSurrogate.Options options) {
    return new LocalSurrogate(model, background(), options);
  }

  /** The ways of a row through the model's trees; empty if it has none. */
  public Optional<DecisionPaths> paths() {
    return model.decisionPaths();
  }

  private Background background() {
    if (background == null) {
      background = rows.get();
    }
    return background;
  }
}
