package io.atomstreams.operators.online;

import io.atomstreams.operators.conformal.SegmentedThreshold.Issued;
import io.atomstreams.operators.state.Text;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which threshold was published when, so that a late answer finds the one its prediction had: 16
 * bytes a publication, the latest {@link #MOST} of each segment. For one thread.
 */
final class PublishedThresholds {

  /** Publications remembered of each segment: six weeks of hours. */
  static final int MOST = 1_008;

  private final TreeMap<Long, Double> common = new TreeMap<>();
  private final TreeMap<String, TreeMap<Long, Double>> own = new TreeMap<>();

  /** For segments that have none of their own. */
  void publish(long at, double threshold) {
    put(common, at, threshold);
  }

  void publish(String segment, long at, double threshold) {
    put(own.computeIfAbsent(segment, name -> new TreeMap<>()), at, threshold);
  }

  private static void put(NavigableMap<Long, Double> history, long at, double threshold) {
    history.put(at, threshold);
    if (history.size() > MOST) {
      history.pollFirstEntry();
    }
  }

  /** What was in force for a segment; {@code NaN} before the first, or when it is forgotten. */
  Issued at(String segment, long instant) {
    TreeMap<Long, Double> history = own.get(segment);
    Map.Entry<Long, Double> entry = history == null ? null : history.floorEntry(instant);
    if (entry != null) {
      return new Issued(entry.getValue(), true);
    }
    entry = common.floorEntry(instant);
    return new Issued(entry == null ? Double.NaN : entry.getValue(), false);
  }

  PublishedThresholds copy() {
    PublishedThresholds copy = new PublishedThresholds();
    copy.common.putAll(common);
    own.forEach((segment, history) -> copy.own.put(segment, new TreeMap<>(history)));
    return copy;
  }

  void write(DataOutput out) throws IOException {
    write(common, out);
    Varint.writeUnsigned(out, own.size());
    for (Map.Entry<String, TreeMap<Long, Double>> each : own.entrySet()) {
      Text.write(out, each.getKey());
      write(each.getValue(), out);
    }
  }

  private static void write(Map<Long, Double> history, DataOutput out) throws IOException {
    Varint.writeUnsigned(out, history.size());
    long last = 0;
    for (Map.Entry<Long, Double> each : history.entrySet()) {
      Varint.writeSigned(out, each.getKey() - last);
      out.writeDouble(each.getValue());
      last = each.getKey();
    }
  }

  static PublishedThresholds read(DataInput in) throws IOException {
    PublishedThresholds read = new PublishedThresholds();
    read(read.common, in);
    for (long i = Varint.readUnsigned(in); i > 0; i--) {
      String segment = Text.read(in);
      TreeMap<Long, Double> history = new TreeMap<>();
      read(history, in);
      read.own.put(segment, history);
    }
    return read;
  }

  private static void read(Map<Long, Double> history, DataInput in) throws IOException {
    long at = 0;
    for (long i = Varint.readUnsigned(in); i > 0; i--) {
      at += Varint.readSigned(in);
      history.put(at, in.readDouble());
    }
  }
}
