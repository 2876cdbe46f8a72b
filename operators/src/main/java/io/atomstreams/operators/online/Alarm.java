package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Drift;

/** A detector that a learner carries has spoken. */
public record Alarm(Drift drift) implements Lesson {}
