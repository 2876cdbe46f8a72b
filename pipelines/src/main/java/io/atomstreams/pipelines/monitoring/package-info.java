/**
 * The monitoring job: what the records of a topic look like, window by window, apart from the
 * scoring job so that it may fail, lag and be redeployed without touching a prediction. Start with
 * {@link io.atomstreams.pipelines.monitoring.MonitoringPipeline}. May import the profiles and their
 * operator, {@code connector}, {@code config}, the scoring job's start-up check, Jackson, Kafka and
 * Flink.
 */
package io.atomstreams.pipelines.monitoring;
