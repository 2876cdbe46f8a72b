/**
 * What came of it: joins later events to earlier vectors in event time, never looking past what a
 * label's horizon allows; {@link io.atomstreams.operators.label.LabelPass} in one pass over a whole
 * log, {@link io.atomstreams.operators.label.LabelJoin} as the log is written. Start with {@link
 * io.atomstreams.operators.label.LabelSpec}. Imports the JDK, {@code event} and {@code state}.
 */
package io.atomstreams.operators.label;
