/**
 * Events for a run that is disturbed: a function of their number and of a mood, sent at a rate and
 * held back while the run is too far behind. Knows event topics, no cluster. Start with {@link
 * io.atomstreams.pipelines.chaos.load.LoadEvents}.
 */
package io.atomstreams.pipelines.chaos.load;
