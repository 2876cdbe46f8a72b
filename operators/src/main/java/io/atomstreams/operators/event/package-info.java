/**
 * The records that travel: sales and customer events as they are after validation. Public, flat and
 * free of behaviour beyond plain arithmetic on their own fields. Imports the JDK only.
 */
package io.atomstreams.operators.event;
