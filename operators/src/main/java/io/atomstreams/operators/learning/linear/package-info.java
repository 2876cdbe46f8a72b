/**
 * Learners whose prediction is a function of weighted sums. Read {@link
 * io.atomstreams.operators.learning.linear.Ftrl} first. Imports {@code learning}, {@code
 * learning.encoding}, {@code state} and {@code io.atomstreams.model}.
 */
package io.atomstreams.operators.learning.linear;
