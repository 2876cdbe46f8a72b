/**
 * Events made outside of Kafka: what a simulator or a mapped file hands over, and how an event is
 * written as JSON. Imports {@code event} and Jackson.
 */
package io.atomstreams.pipelines.feed;
