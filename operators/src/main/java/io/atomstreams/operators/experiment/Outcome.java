package io.atomstreams.operators.experiment;

import java.io.Serializable;

/**
 * What became of one entity.
 *
 * @param share of the entities that the treatment had when it was assigned
 * @param value of the metric within the window, in [0, cap]
 * @param prior its metric before it was assigned, 0 or more; no fact of the treatment
 */
public record Outcome(double share, boolean isTreated, double value, double prior)
    implements Serializable {}
