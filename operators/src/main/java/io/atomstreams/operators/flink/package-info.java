/**
 * The doormen: Flink operators that read state, ask a pure class of the neighbouring packages what
 * is to be done, write state and emit. One per stage, named after it. Only {@code ..flink..}
 * packages import Flink.
 */
package io.atomstreams.operators.flink;
