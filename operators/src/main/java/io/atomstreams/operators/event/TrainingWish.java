package io.atomstreams.operators.event;

/**
 * A detector asks for a training from scratch.
 *
 * @param id the same for the same drift, whoever reads it again
 * @param ts when the drift was seen, event time, ms
 */
public record TrainingWish(String id, String detector, String label, long ts) implements Finding {}
