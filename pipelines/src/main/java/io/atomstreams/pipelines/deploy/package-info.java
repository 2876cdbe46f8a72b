/**
 * Jobs on a Flink cluster that is already there: which ones there are, submitting them with the job
 * jar, stopping them with a savepoint. Knows Flink's REST client and no topology; read {@link
 * io.atomstreams.pipelines.deploy.Jobs} first.
 */
package io.atomstreams.pipelines.deploy;
