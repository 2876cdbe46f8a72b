/**
 * The job between processes that are killed, stopped and cut off, and an oracle that says record by
 * record whether anything came of it. Imports the scoring job, connectors, trackers and the cluster
 * of processes. Start with {@link io.atomstreams.pipelines.chaos.oracle.Oracle}.
 */
package io.atomstreams.pipelines.chaos;
