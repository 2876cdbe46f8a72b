package io.atomstreams.pipelines.tracking;

import io.atomstreams.operators.event.SourcePosition;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A set of input positions; costs a bit for each offset from a partition's first to the last. */
public final class PositionSet {

  private final Map<TopicPartition, Long> beginning;
  private final Map<TopicPartition, BitSet> offsets = new HashMap<>();

  /**
   * An empty set.
   *
   * @param beginning the first offset of every partition there is
   */
  public PositionSet(Map<TopicPartition, Long> beginning) {
    this.beginning = Map.copyOf(beginning);
  }

  public void add(SourcePosition position) {
    TopicPartition partition = partition(position);
    int index = Math.toIntExact(position.offset() - beginning.get(partition));
    offsets.computeIfAbsent(partition, absent -> new BitSet()).set(index);
  }

  public void remove(SourcePosition position) {
    TopicPartition partition = partition(position);
    BitSet there = offsets.get(partition);
    long index = position.offset() - beginning.get(partition);
    if (there != null && index >= 0 && index < there.length()) {
      there.clear((int) index);
    }
  }

  public boolean contains(SourcePosition position) {
    TopicPartition partition = partition(position);
    BitSet there = offsets.get(partition);
    long index = there == null ? -1 : position.offset() - beginning.get(partition);
    return index >= 0 && index < there.length() && there.get((int) index);
  }

  public long size() {
    return offsets.values().stream().mapToLong(BitSet::cardinality).sum();
  }

  private static TopicPartition partition(SourcePosition position) {
    return new TopicPartition(position.topic(), position.partition());
  }
}
