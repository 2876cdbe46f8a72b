/**
 * Why did the alarm go off? {@link io.atomstreams.operators.drift.cause.Causes} turns what is known
 * around it, two {@link io.atomstreams.operators.drift.cause.Period}s and the findings on features,
 * into one named cause. Imports the JDK and {@code drift.feature}.
 */
package io.atomstreams.operators.drift.cause;
