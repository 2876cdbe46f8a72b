/**
 * Where a report's records come from: topics, or files of JSON lines. {@link
 * io.atomstreams.pipelines.report.source.Archive} is the role and the class to read first. Knows
 * {@code connector}, the readers of {@code monitoring} and {@code rollout}, {@code tracking},
 * Kafka.
 */
package io.atomstreams.pipelines.report.source;
