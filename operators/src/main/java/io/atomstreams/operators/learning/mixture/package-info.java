/**
 * Several learners as one: {@link io.atomstreams.operators.learning.mixture.FixedShare}. Imports
 * {@code learning} and {@code state}.
 */
package io.atomstreams.operators.learning.mixture;
