/**
 * Between the platform's records and Kafka: which topics there are ({@link
 * io.atomstreams.pipelines.connector.Topic}, {@link
 * io.atomstreams.pipelines.connector.TopicCatalogue}), how they are made on a cluster, and how
 * records become bytes and bytes records; and how a job reaches a cluster ({@link
 * io.atomstreams.pipelines.connector.KafkaSettings}, {@link
 * io.atomstreams.pipelines.connector.KafkaClients}) and is checked against it. Read {@link
 * io.atomstreams.pipelines.connector.OutputSerializer} first. May import the records, the
 * configuration, Kafka, Flink's Kafka connector, Jackson and Avro.
 */
package io.atomstreams.pipelines.connector;
