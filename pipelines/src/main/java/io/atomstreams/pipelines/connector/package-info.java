/**
 * Between the platform's records and Kafka: which topics there are ({@link
 * io.atomstreams.pipelines.connector.Topic}, {@link
 * io.atomstreams.pipelines.connector.TopicCatalogue}), how they are made on a cluster, and how
 * records become bytes and bytes records. Read {@link
 * io.atomstreams.pipelines.connector.OutputSerializer} first. May import the records, Kafka,
 * Flink's Kafka connector, Jackson and Avro.
 */
package io.atomstreams.pipelines.connector;
