package io.atomstreams.pipelines.backfill;

import io.atomstreams.operators.event.Acknowledgement;
import io.atomstreams.operators.event.Acknowledgement.Step;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.pipelines.connector.AcknowledgementJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/** What the job says it has done of one addition, group of keys by group of keys. */
final class Acknowledgements implements AutoCloseable {

  private static final String ABOUT_FEATURES = "features ";
  private static final Duration POLL = Duration.ofMillis(200);

  private final String addition;
  private final TopicReader reader;
  private final Map<Step, BitSet> done = new EnumMap<>(Step.class);
  private int groups;
  private String refusal = "";

  /**
   * From the beginning of the topic.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   */
  Acknowledgements(Map<String, String> client, String topicPrefix, FeatureAddition addition) {
    this.addition = addition.id();
    this.reader =
        new TopicReader(
            client, List.of(Topic.AUDIT.in(topicPrefix)), IsolationLevel.READ_COMMITTED);
    for (Step step : Step.values()) {
      done.put(step, new BitSet());
    }
    reader.readToEnd(this::add);
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    if (!new String(record.key(), StandardCharsets.UTF_8).startsWith(ABOUT_FEATURES)) {
      return;
    }
    Acknowledgement said = AcknowledgementJson.read(record.value());
    if (!said.addition().equals(addition)) {
      return;
    }
    if (!said.refusal().isEmpty()) {
      refusal = said.refusal();
      return;
    }
    groups = said.groups();
    done.get(said.step()).set(said.group());
  }

  /** Waits a moment for more to be said. */
  void poll() {
    reader.poll(POLL, this::add);
  }

  /** Whether all groups have done it. */
  boolean areAll(Step step) {
    return groups > 0 && done.get(step).cardinality() == groups;
  }

  /** Whether no group has done it. */
  boolean isNone(Step step) {
    return done.get(step).isEmpty();
  }

  /** As {@code 17 of 128}. */
  String progress(Step step) {
    return done.get(step).cardinality() + " of " + (groups == 0 ? "?" : groups);
  }

  /** Why the job does not want the addition; empty if it does. */
  String refusal() {
    return refusal;
  }

  @Override
  public void close() {
    reader.close();
  }
}
