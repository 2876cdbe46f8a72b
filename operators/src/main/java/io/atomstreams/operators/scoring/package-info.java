/**
 * From feature vectors to scores: what a scorer is, and the batch that is handed to its model.
 * Start with {@link io.atomstreams.operators.scoring.Scorer}. Imports the JDK, {@code event},
 * {@code rollout}, {@code explain}, {@code evidence} and the model loader.
 */
package io.atomstreams.operators.scoring;
