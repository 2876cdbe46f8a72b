/**
 * How a model version enters and leaves service while events flow, with no event scored by two
 * minds: one ordered log of entries ({@link io.atomstreams.operators.rollout.ModelLog}), a pure
 * fold over it ({@link io.atomstreams.operators.rollout.Timeline}), and what every scoring subtask
 * promises before a version may take effect ({@link io.atomstreams.operators.rollout.Pledge}). Read
 * {@code Timeline} first. Imports the JDK and the model words.
 */
package io.atomstreams.operators.rollout;
