/**
 * Learners that count: {@link io.atomstreams.operators.learning.bayes.NaiveBayes}. Imports {@code
 * learning}, {@code learning.encoding} and {@code state}.
 */
package io.atomstreams.operators.learning.bayes;
