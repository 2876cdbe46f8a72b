/**
 * What came of it: joins later events to earlier vectors in event time, never looking past what a
 * label's horizon allows. Start with {@link io.atomstreams.operators.label.LabelSpec}. Imports the
 * JDK and {@code event}.
 */
package io.atomstreams.operators.label;
