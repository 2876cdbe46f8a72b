/**
 * How fast the scoring job is, as a ratio: to a pass-through that writes as many and as large
 * records to the same topics with the same guarantees, in the same JVM, in turn. Start with {@link
 * io.atomstreams.pipelines.bench.Bench}.
 */
package io.atomstreams.pipelines.bench;
