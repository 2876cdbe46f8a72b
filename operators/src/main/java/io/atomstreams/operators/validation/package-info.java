/**
 * From bytes to a trustworthy event, or to a reason why not.
 *
 * <p>{@link io.atomstreams.operators.validation.EventDecoder} answers "is this one of our events at
 * all", {@link io.atomstreams.operators.validation.EventContract} answers "are its values
 * possible". Neither ever throws on input. Start with {@code EventDecoder}. Behind it stand two
 * readers: {@code JsonEventReader} knows all of JSON and decides; {@code PlainEventReader} reads
 * the form nearly every event has, faster, and declines the rest. Imports the JDK, {@code event}
 * and Jackson's streaming parser.
 */
package io.atomstreams.operators.validation;
