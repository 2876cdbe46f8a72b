/**
 * What must come out of the scoring job, record by record, and whether it did: the pure classes run
 * over the same inputs in a second place, in memory that depends on how far the job is behind and
 * on how many entities there are, never on how long it runs. Knows topics and the pure classes,
 * nothing of clusters and faults. Start with {@link io.atomstreams.pipelines.chaos.oracle.Oracle}.
 */
package io.atomstreams.pipelines.chaos.oracle;
