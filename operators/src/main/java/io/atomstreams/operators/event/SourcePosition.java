package io.atomstreams.operators.event;

/**
 * Where a record stands in Kafka: the identity of an input, and so of everything derived from it.
 *
 * @param topic full name, prefix included
 */
public record SourcePosition(String topic, int partition, long offset) {

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
