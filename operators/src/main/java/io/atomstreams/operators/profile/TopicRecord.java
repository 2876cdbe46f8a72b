package io.atomstreams.operators.profile;

/**
 * A record as it lies on a topic.
 *
 * @param topic full name
 * @param value {@code null} of a tombstone
 */
public record TopicRecord(String topic, byte[] value) {}
