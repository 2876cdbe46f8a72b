package io.atomstreams.operators.online;

/** What comes out of learning from examples. */
public sealed interface Lesson permits Judged, Cut, Alarm {}
