/**
 * Proof from outside that nothing is lost and nothing doubled: an accountant that knows the topics
 * and nothing of the job that writes them, the consumer it reads with, and latency as a reader sees
 * it. Read {@link io.atomstreams.pipelines.tracking.OutcomeTracker} first. May import the records,
 * {@code connector}, the Kafka client and HdrHistogram.
 */
package io.atomstreams.pipelines.tracking;
