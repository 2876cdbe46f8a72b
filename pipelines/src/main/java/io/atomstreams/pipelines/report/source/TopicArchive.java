package io.atomstreams.pipelines.report.source;

import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * The topics of a cluster, read committed and in no consumer group, up to where they ended when
 * they were begun. A topic that does not exist is one without records.
 */
public final class TopicArchive implements Archive {

  private final Map<String, String> client;
  private final String prefix;
  private final Set<String> onCluster;

  /**
   * For one installation.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   * @param prefix of all topic names, possibly empty
   * @param onCluster full names of the topics there are
   * @throws IllegalArgumentException if none of the installation's is among them
   */
  public TopicArchive(Map<String, String> client, String prefix, Set<String> onCluster) {
    this.client = Map.copyOf(client);
    this.prefix = prefix;
    this.onCluster = Set.copyOf(onCluster);
    if (Decoder.TOPICS.stream().noneMatch(topic -> onCluster.contains(topic.in(prefix)))) {
      throw new IllegalArgumentException(
          "there is no topic %s and none of the others; is kafka.topicPrefix of --conf right?"
              .formatted(Topic.PREDICTIONS.in(prefix)));
    }
  }

  @Override
  public String name() {
    return prefix.isEmpty() ? "topics without a prefix" : "topics " + prefix + "*";
  }

  @Override
  public Clock clock() {
    return Clock.TAKEN;
  }

  @Override
  public Tally read(Span span, Consumer<Sighting> sink) {
    Tally tally = new Tally(new TreeMap<>(), new TreeMap<>());
    List<String> spanned = new ArrayList<>();
    for (Topic topic : Decoder.TOPICS) {
      if (onCluster.contains(topic.in(prefix)) && topic != Topic.MODELS) {
        spanned.add(topic.in(prefix));
      }
    }
    if (!spanned.isEmpty()) {
      read(spanned, span, sink, tally);
    }
    if (onCluster.contains(Topic.MODELS.in(prefix))) {
      read(List.of(Topic.MODELS.in(prefix)), Span.ALL, sink, tally);
    }
    return tally;
  }

  private void read(List<String> names, Span span, Consumer<Sighting> sink, Tally tally) {
    try (TopicReader reader = new TopicReader(client, names, IsolationLevel.READ_COMMITTED)) {
      if (span.from() > 0) {
        reader.goTo(reader.offsetsAt(span.from()));
      }
      reader.readTo(
          span.to() == Long.MAX_VALUE ? reader.end() : reader.offsetsAt(span.to()),
          record -> {
            if (span.holds(record.timestamp())) {
              take(record, sink, tally);
            }
          });
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Consumer<Sighting> sink, Tally tally) {
    Topic topic = Topic.of(prefix, record.topic()).orElseThrow();
    if (record.value() == null && topic != Topic.DEAD_LETTERS) {
      return;
    }
    Object value;
    try {
      value = decode(topic, record);
    } catch (RuntimeException e) { // whatever a decoder makes of strange bytes: it is counted
      tally.unreadable().merge(topic.baseName(), 1L, Long::sum);
      return;
    }
    tally.read().merge(topic.baseName(), 1L, Long::sum);
    sink.accept(new Sighting(topic, value, record.timestamp(), latency(record)));
  }

  private Object decode(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    return switch (topic) {
      case FEATURES -> FeatureAvro.read(record.value(), 0);
      case DEAD_LETTERS -> refusal(record);
      default -> Decoder.decode(topic, record.value());
    };
  }

  private Sighting.Refusal refusal(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    return Sighting.Refusal.of(
        Headers.text(record.headers(), Headers.REASON),
        Decoder.tenant(key),
        Headers.source(record.headers()).topic(),
        prefix);
  }

  /** The broker's clock counts milliseconds. */
  private static long latency(ConsumerRecord<byte[], byte[]> record) {
    OptionalLong readAt = Headers.readAt(record.headers());
    return readAt.isPresent()
        ? Math.max(0, record.timestamp() * 1000 - readAt.getAsLong())
        : Sighting.NO_TIME;
  }
}
