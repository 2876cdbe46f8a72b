/**
 * Learners made of learners. {@link io.atomstreams.operators.learning.pool.Hedge} weighs the
 * predictions of given ones by how they have done, {@link
 * io.atomstreams.operators.learning.pool.Halving} searches a space of settings while it learns.
 * Imports what {@code learning} does.
 */
package io.atomstreams.operators.learning.pool;
