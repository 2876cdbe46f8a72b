/**
 * What running jobs are told on the topic {@code commands}, and how they do it: pause and resume.
 *
 * <p>Read {@link io.atomstreams.pipelines.command.PausableSource} first. Knows Kafka and, for the
 * source, Flink; knows no job.
 */
package io.atomstreams.pipelines.command;
