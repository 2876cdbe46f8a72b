package io.atomstreams.operators.flink;

import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.profile.JsonRecord;
import io.atomstreams.operators.profile.ProfileAccumulator;
import io.atomstreams.operators.profile.ProfilePart;
import io.atomstreams.operators.profile.Profiler;
import io.atomstreams.operators.profile.Tenant;
import io.atomstreams.operators.profile.TopicRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hosts {@link Profiler} before the shuffle: each subtask profiles what it reads, by window, topic
 * and tenant, and sends on the parts, a few records instead of all. So a tenant with most of the
 * records is no more work behind the shuffle than any other.
 *
 * <p>A part is sent when its window is over, before a checkpoint barrier, at the end of input, and
 * when there are too many: nothing has to be kept in state. A part's timestamp is its window's
 * start.
 */
public final class ProfileOperator extends AbstractStreamOperator<ProfilePart>
    implements OneInputStreamOperator<TopicRecord, ProfilePart>, BoundedOneInput {

  /** Parts kept at a time: with a few dozen fields each, tens of MB. */
  static final int MOST_PARTS = 256;

  private static final long serialVersionUID = 1;

  private record Key(String topic, String tenant) {}

  // Configuration.
  private final Profiler profiler;
  private final long windowMillis;

  // Runtime.
  private transient TreeMap<Long, Map<Key, ProfileAccumulator>> windows;
  private transient int parts;
  private transient Counter records;
  private transient Counter unreadable;

  public ProfileOperator(Profiler profiler, Duration window) {
    this.profiler = profiler;
    this.windowMillis = window.toMillis();
  }

  @Override
  public void open() throws Exception {
    super.open();
    windows = new TreeMap<>();
    AtomMetrics metrics = new AtomMetrics(getMetricGroup());
    records = metrics.counter(AtomMetric.PROFILED_RECORDS);
    unreadable = metrics.counter(AtomMetric.UNREADABLE_RECORDS);
  }

  @Override
  public void processElement(StreamRecord<TopicRecord> element) {
    TopicRecord record = element.getValue();
    Optional<JsonRecord> json = JsonRecord.read(record.value());
    records.inc();
    if (json.isEmpty()) {
      unreadable.inc();
    }
    long at = element.getTimestamp();
    profiler.add(part(at - Math.floorMod(at, windowMillis), record.topic(), json), json);
  }

  private ProfileAccumulator part(long start, String topic, Optional<JsonRecord> json) {
    Key key = new Key(topic, Tenant.of(json));
    Map<Key, ProfileAccumulator> window = windows.get(start);
    ProfileAccumulator known = window == null ? null : window.get(key);
    if (known != null) {
      return known;
    }
    if (parts == MOST_PARTS) {
      sendAll();
    }
    ProfileAccumulator added = profiler.createAccumulator();
    windows.computeIfAbsent(start, s -> new HashMap<>()).put(key, added);
    parts++;
    return added;
  }

  private void sendAll() {
    while (!windows.isEmpty()) {
      sendFirst();
    }
  }

  private void sendFirst() {
    Map.Entry<Long, Map<Key, ProfileAccumulator>> window = windows.pollFirstEntry();
    long start = window.getKey();
    long end = start + windowMillis;
    window
        .getValue()
        .forEach(
            (key, profile) -> {
              ProfilePart part = new ProfilePart(key.topic(), key.tenant(), start, end, profile);
              output.collect(new StreamRecord<>(part, start));
            });
    parts -= window.getValue().size();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    while (!windows.isEmpty() && windows.firstKey() + windowMillis - 1 <= mark.getTimestamp()) {
      sendFirst();
    }
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    sendAll();
  }

  @Override
  public void endInput() {
    sendAll();
  }
}
