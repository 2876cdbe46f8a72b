/**
 * From alerts to what people are sent: repeated ones counted, many of one kind grouped, floods held
 * back and said so, the costliest first. Start with {@link
 * io.atomstreams.operators.alerting.AlertDesk}. Imports the JDK, {@code event} and {@code state}.
 */
package io.atomstreams.operators.alerting;
