package io.atomstreams.pipelines.report.plot;

/** A place on a scale, and what is written there. */
public record Tick(double at, String label) {}
