package io.atomstreams.pipelines.demo;

import io.atomstreams.pipelines.tracking.Accounting;
import java.util.List;
import java.util.Optional;

/**
 * What a viewer sees of a running demo.
 *
 * @param elapsedMs since the feed began
 * @param running whether all tasks of the job run; they do not while it starts again after a
 *     failure
 * @param sent events written to the event topics
 * @param live whether the history is over
 * @param eventTime event time reached, ms
 * @param account as a read_uncommitted consumer sees it
 * @param committed events whose outcome a read_committed consumer sees
 * @param learning what the learning job has said, if it runs
 * @param p50Ms source read to visible, ms, over the live part; negative where nothing was seen yet
 */
public record Snapshot(
    long elapsedMs,
    boolean running,
    long sent,
    boolean live,
    long eventTime,
    Accounting account,
    long committed,
    double p50Ms,
    double p99Ms,
    String modelVersion,
    List<String> predictions,
    List<String> alerts,
    Optional<LearningNews> learning) {}
