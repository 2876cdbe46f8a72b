/**
 * How a {@link io.atomstreams.operators.state.StateCodec} becomes a Flink serializer, and the list
 * of codecs from which stored state finds its reader again; and how records travel between
 * operators, of which {@code IntakeCodec} over {@code PackedOutput} is the busiest.
 */
package io.atomstreams.operators.flink.state;
