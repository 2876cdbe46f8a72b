/**
 * A regression whose coefficients move: {@link
 * io.atomstreams.operators.learning.dynamic.DynamicLogistic}. Imports {@code learning} and {@code
 * state}.
 */
package io.atomstreams.operators.learning.dynamic;
