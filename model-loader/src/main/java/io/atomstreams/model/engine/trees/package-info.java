/**
 * Ensembles of binary decision trees in plain Java: the portable form {@code trees.json}, how it is
 * scored, and what each feature adds to a score, exactly. What other libraries train is converted
 * into it by their own packages ({@code engine.xgboost}, {@code engine.lightgbm}).
 *
 * <p>Imports {@code io.atomstreams.model} and Jackson. Read {@link
 * io.atomstreams.model.engine.trees.TreeEnsemble} first, then {@link
 * io.atomstreams.model.engine.trees.TreeShap}.
 */
package io.atomstreams.model.engine.trees;
