/**
 * How fast the scoring job is. As a ratio: to a pass-through that writes as many and as large
 * records to the same topics with the same guarantees, in the same JVM, in turn; start with {@link
 * io.atomstreams.pipelines.bench.Bench}. Under a steady feed: whether it keeps up, and how long its
 * checkpoints stop it, {@link io.atomstreams.pipelines.bench.SustainedRun}. And how many bytes of a
 * savepoint an entity takes, {@link io.atomstreams.pipelines.bench.StateSize}.
 */
package io.atomstreams.pipelines.bench;
