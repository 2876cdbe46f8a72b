/**
 * Filters, derived values and conditions as declared, in the Common Expression Language. Start with
 * {@link io.atomstreams.operators.expression.ExpressionReading}. Imports the JDK, {@code event},
 * {@code feature} and CEL.
 */
package io.atomstreams.operators.expression;
