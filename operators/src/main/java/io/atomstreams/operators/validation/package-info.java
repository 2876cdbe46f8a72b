/**
 * From bytes to a trustworthy event, or to a reason why not.
 *
 * <p>{@link io.atomstreams.operators.validation.EventDecoder} answers "is this one of our events at
 * all", {@link io.atomstreams.operators.validation.EventContract} answers "are its values
 * possible". Neither ever throws on input. Start with {@code EventDecoder}. Imports the JDK, {@code
 * event} and Jackson's streaming parser.
 */
package io.atomstreams.operators.validation;
