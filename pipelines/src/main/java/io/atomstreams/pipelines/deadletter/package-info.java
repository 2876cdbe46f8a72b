/**
 * Dead letters read back: chosen by reason, topic and time, and sent again to where they came from,
 * each exactly once. Read {@link io.atomstreams.pipelines.deadletter.Redrive} first. May import the
 * records, {@code connector}, {@code tracking} and the Kafka client.
 */
package io.atomstreams.pipelines.deadletter;
