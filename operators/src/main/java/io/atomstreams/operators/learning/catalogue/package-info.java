/**
 * The list of learners: {@link io.atomstreams.operators.learning.catalogue.Learners}. Imports
 * {@code learning} and its sub-packages.
 */
package io.atomstreams.operators.learning.catalogue;
