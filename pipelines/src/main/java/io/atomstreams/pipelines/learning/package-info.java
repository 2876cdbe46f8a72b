/**
 * The learning job: late answers make examples, examples make learners, learners make versions, and
 * every version is evaluated with the answers that come later. Apart from the scoring job, so that
 * it may fail, lag and be redeployed without touching a prediction. Start with {@link
 * io.atomstreams.pipelines.learning.LearningPipeline}. May import the folds and their host, {@code
 * connector}, {@code config}, {@code rollout}, {@code training}, the scoring job's settings and
 * start-up check, the registry, Jackson, Kafka and Flink.
 */
package io.atomstreams.pipelines.learning;
