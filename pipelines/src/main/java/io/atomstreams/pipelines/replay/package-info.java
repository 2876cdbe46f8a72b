/**
 * The scoring job over what the event topics still hold, in the order that the feature log gives or
 * by event time, and what came of it against what was logged. Nothing of the installation is
 * written. Imports the scoring job, the connectors and the embedded cluster. Start with {@link
 * io.atomstreams.pipelines.replay.Replay}, then {@link io.atomstreams.pipelines.replay.ReplayPlan}.
 */
package io.atomstreams.pipelines.replay;
