/**
 * Features that join a running job with their history. Read {@link
 * io.atomstreams.pipelines.backfill.FeatureBackfill} first. May import the feature and event
 * packages of {@code operators}, {@code scoring}, {@code connector}, {@code config}, {@code
 * tracking} and the Kafka client.
 */
package io.atomstreams.pipelines.backfill;
