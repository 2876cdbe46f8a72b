package io.atomstreams.pipelines.simulator;

import io.atomstreams.operators.event.Event;

/**
 * A record that will be sent.
 *
 * @param at when it is sent, ms; its event time is the event's own, which may lie before
 * @param event what it says, spoilt when it is written if {@code fault} asks for it
 */
record Planned(long at, Event event, Fault fault) {}
