package io.atomstreams.operators.event;

/**
 * What the learning job writes: each kind goes to its own topic, all of them in one transaction.
 */
public sealed interface Finding
    permits Example, Evaluation, Drift, Alert, DeadLetter, TrainingWish {}
