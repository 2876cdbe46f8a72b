/**
 * What a change of the settings does to a running job's state, said before anything is stopped.
 * Read {@link io.atomstreams.pipelines.plan.JobPlan} first. Knows the scoring job and Flink's own
 * reader of savepoints.
 */
package io.atomstreams.pipelines.plan;
