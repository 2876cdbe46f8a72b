package io.atomstreams.pipelines.feed;

import io.atomstreams.operators.event.EventType;

/**
 * One record to be written to an input topic.
 *
 * @param key record key, {@code tenant|entity id}
 * @param ts event time, ms
 * @param value the event as JSON in UTF-8 (or, on purpose, something that is no event)
 */
public record FeedEvent(EventType.Stream stream, String key, long ts, byte[] value) {}
