/**
 * The job between processes that are killed, stopped and cut off, and an oracle that says record by
 * record whether anything came of it. Imports the scoring job, connectors, trackers, the cluster of
 * processes and the profiles of its settings. Start with {@link
 * io.atomstreams.pipelines.chaos.oracle.Oracle}.
 */
package io.atomstreams.pipelines.chaos;
