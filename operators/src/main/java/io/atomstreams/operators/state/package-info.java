/**
 * How learned state becomes bytes and comes back: {@link io.atomstreams.operators.state.StateCodec}
 * and the variable-length integers all codecs share. Imports the JDK only.
 */
package io.atomstreams.operators.state;
