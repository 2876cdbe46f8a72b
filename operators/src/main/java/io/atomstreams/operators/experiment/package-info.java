/**
 * Does a treatment change what customers do? Entities are assigned at random, each is counted once,
 * and the effect may be read at any time. Start with {@link
 * io.atomstreams.operators.experiment.Experiment}. Imports the JDK, {@code state} and {@code
 * evidence}.
 */
package io.atomstreams.operators.experiment;
