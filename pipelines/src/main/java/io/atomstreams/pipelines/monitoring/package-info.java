/**
 * What the records of a topic look like. Start with {@link
 * io.atomstreams.pipelines.monitoring.ProfileReader}. May import the profiles, {@code connector},
 * {@code config}, {@code tracking} and Jackson.
 */
package io.atomstreams.pipelines.monitoring;
