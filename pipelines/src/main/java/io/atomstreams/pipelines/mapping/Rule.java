package io.atomstreams.pipelines.mapping;

import io.atomstreams.operators.event.EventType;

/**
 * What happens to rows that meet a condition.
 *
 * @param ignore the reason to ignore the row, or {@code null}
 * @param type the type of the event, or {@code null} for the mapping's own
 * @param absolute whether quantities count without their sign
 */
record Rule(Condition when, String ignore, EventType type, boolean absolute) {}
