package io.atomstreams.pipelines.chaos.soak;

/** Something that must hold, what was found, and whether it does. */
public record Bar(String what, String found, String limit, boolean passed) {}
