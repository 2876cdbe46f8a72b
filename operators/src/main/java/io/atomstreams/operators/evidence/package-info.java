/**
 * How sure may one be, however often one looks? Evidence about means of bounded values that may be
 * judged after every value without spoiling its error rate. Start with {@link
 * io.atomstreams.operators.evidence.BoundedMean}. Imports the JDK and {@code state}.
 */
package io.atomstreams.operators.evidence;
