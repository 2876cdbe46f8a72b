/**
 * How a {@link io.atomstreams.operators.state.StateCodec} becomes a Flink serializer, and the list
 * of codecs from which stored state finds its reader again.
 */
package io.atomstreams.operators.flink.state;
