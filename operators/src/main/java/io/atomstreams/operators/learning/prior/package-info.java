/**
 * The least there is to learn: how often each class comes, or the mean. What any other learner has
 * to beat. Imports {@code learning} and {@code state}.
 */
package io.atomstreams.operators.learning.prior;
