/**
 * Learning one example at a time. {@link io.atomstreams.operators.learning.Learner} is the role;
 * the sub-packages hold the algorithms, each with its options in its own file; {@code catalogue}
 * holds the list of them. Imports the JDK, {@code state}, {@code drift}, {@code evidence}, and
 * {@code io.atomstreams.model} for what is published.
 */
package io.atomstreams.operators.learning;
