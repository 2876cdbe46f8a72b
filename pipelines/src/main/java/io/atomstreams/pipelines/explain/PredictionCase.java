package io.atomstreams.pipelines.explain;

import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import java.util.List;
import java.util.Optional;

/**
 * What the topics say of one prediction.
 *
 * @param topic full name of the one that it stands on
 * @param vector the log record of the same event; empty if it is not kept any more
 * @param events the entity's logged events up to this one, oldest first, it included
 * @param earlier how many of them came before those
 * @param stored the explanation that the job has written, if it has
 */
public record PredictionCase(
    Prediction prediction,
    String topic,
    Optional<FeatureRecord> vector,
    List<FeatureRecord> events,
    long earlier,
    Optional<Explanation> stored) {}
