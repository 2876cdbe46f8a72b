/**
 * The scoring job: from the event topics through features, scores and alerts to the output topics,
 * in one graph. Start with {@link io.atomstreams.pipelines.scoring.ScoringPipeline}.
 */
package io.atomstreams.pipelines.scoring;
