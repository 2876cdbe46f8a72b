package io.atomstreams.operators.event;

import java.util.Comparator;

/**
 * Where a record stands in Kafka: the identity of an input, and so of everything derived from it.
 *
 * @param topic full name, prefix included
 */
public record SourcePosition(String topic, int partition, long offset)
    implements Comparable<SourcePosition> {

  private static final Comparator<SourcePosition> ORDER =
      Comparator.comparing(SourcePosition::topic)
          .thenComparing(SourcePosition::partition)
          .thenComparing(SourcePosition::offset);

  /** By topic, partition, offset. */
  @Override
  public int compareTo(SourcePosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
