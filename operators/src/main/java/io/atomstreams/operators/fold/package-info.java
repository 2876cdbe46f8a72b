/**
 * What all keyed logic over examples, losses and scores has in common: {@link
 * io.atomstreams.operators.fold.Fold}, inputs taken in one after the other in event time. Its host
 * is {@code flink.KeyedAggregation}. Imports the JDK and {@code state}.
 */
package io.atomstreams.operators.fold;
