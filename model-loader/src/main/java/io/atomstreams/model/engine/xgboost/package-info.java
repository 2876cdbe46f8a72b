/**
 * XGBoost models ({@code model.json}, {@code model.ubj}), run by its own library, and the way from
 * such a file into the portable form of {@code engine.trees}, which needs no library.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code engine.trees}, XGBoost and Jackson. Read {@link
 * io.atomstreams.model.engine.xgboost.XgboostEngine} first, then {@link
 * io.atomstreams.model.engine.xgboost.XgboostFile}.
 */
package io.atomstreams.model.engine.xgboost;
