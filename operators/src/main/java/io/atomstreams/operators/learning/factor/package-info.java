/**
 * Learners of how inputs act together: {@link
 * io.atomstreams.operators.learning.factor.FactorizationMachine}. Imports {@code learning}, {@code
 * learning.encoding} and {@code state}.
 */
package io.atomstreams.operators.learning.factor;
