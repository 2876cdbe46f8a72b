/**
 * A model made of models: weighted mean, stacking or Hedge over members of any engine, each in a
 * directory of its own.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code explain} and Jackson; the other engines are
 * handed in, since their list names this one. Read {@link
 * io.atomstreams.model.engine.ensemble.EnsembleSpec} first.
 */
package io.atomstreams.model.engine.ensemble;
