/**
 * A Kafka broker and a Flink cluster inside this JVM, for the demo, the benchmarks and the tests.
 * Both listen on the loopback address only. Knows nothing of topics or jobs; read {@link
 * io.atomstreams.pipelines.embedded.EmbeddedKafka} first.
 */
package io.atomstreams.pipelines.embedded;
