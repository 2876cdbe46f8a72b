package io.atomstreams.pipelines.evaluate;

import java.util.List;

/**
 * How a learner did.
 *
 * @param learner as it was named
 * @param scores the learner's; with folds their mean
 * @param noChange of answering with the latest known label
 * @param average of answering with the most frequent known class, or the mean of known numbers
 * @param deviation between folds; {@code null} without
 * @param drifts rows, from 0, after whose prediction a drift of the errors was seen
 * @param eventsPerCpuSecond rows by the CPU time of predicting and learning them and keeping the
 *     account
 * @param memoryBytes of what is learned, at the end; with folds of all of them
 */
public record Result(
    String learner,
    Scores scores,
    Scores noChange,
    Scores average,
    Scores deviation,
    List<Long> drifts,
    double eventsPerCpuSecond,
    long memoryBytes) {}
