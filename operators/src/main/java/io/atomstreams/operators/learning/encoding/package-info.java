/**
 * From rows to sums and from sums to predictions, shared by all learners that add up weighted
 * inputs. {@link io.atomstreams.operators.learning.encoding.RowEncoder} makes coordinates of a row,
 * {@link io.atomstreams.operators.learning.encoding.OnlineScaler} brings numbers to one scale,
 * {@link io.atomstreams.operators.learning.encoding.Loss} says what a sum means and what is wrong
 * with it. Imports {@code learning}, {@code state} and {@code io.atomstreams.model}.
 */
package io.atomstreams.operators.learning.encoding;
