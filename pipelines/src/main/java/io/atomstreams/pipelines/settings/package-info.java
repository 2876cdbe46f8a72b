/**
 * Flink's settings: the profiles of {@code flink-conf/profiles}, read one over the other by Flink's
 * own loader, and what Flink knows of options, so that a wrong key is an error here and not silence
 * there. Read {@link io.atomstreams.pipelines.settings.Profiles} first. Knows nothing of jobs.
 */
package io.atomstreams.pipelines.settings;
