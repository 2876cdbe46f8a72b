package io.atomstreams.pipelines.chaos;

/**
 * One fault as it went.
 *
 * @param at seconds since the run began
 * @param what happened, in words
 * @param lastedMillis until everything that was taken away was there again
 * @param silentMillis the longest time without a fresh outcome, from the beginning of the fault
 *     until outcomes came steadily again
 * @param recovered whether they did
 * @param asPromised whether the job did what it promises of such a fault
 * @param exactSoFar whether the oracle had found nothing wrong by then
 */
public record Incident(
    int number,
    String fault,
    long at,
    String what,
    long lastedMillis,
    long silentMillis,
    boolean recovered,
    boolean asPromised,
    boolean exactSoFar) {}
