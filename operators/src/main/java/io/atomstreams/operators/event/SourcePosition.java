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

  private static final int SPREAD = 64;

  /**
   * A key for what belongs to no entity, one of a few. A blank cannot stand in a tenant's name, so
   * no entity is called like this.
   */
  public String spread() {
    return "no entity " + offset % SPREAD;
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
