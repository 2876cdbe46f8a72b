package io.atomstreams.pipelines.chaos;

/**
 * How a job came back after a process was killed, each in milliseconds from the kill; 0 where it
 * was not seen.
 *
 * @param detected the job no longer counts as running
 * @param running all of its tasks run again
 * @param silent without a fresh outcome: from the last one before to the first one after
 */
public record Recovery(long detected, long running, long silent) {}
