/** Sequences of events made outside of Kafka: what a simulator or a mapped file hands over. */
package io.atomstreams.pipelines.feed;
