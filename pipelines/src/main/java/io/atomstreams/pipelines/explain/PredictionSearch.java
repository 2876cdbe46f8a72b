package io.atomstreams.pipelines.explain;

import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.ExplanationJson;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds a prediction by its id, and what belongs to it. Topics are no index: every record that is
 * kept is looked at, first those of the predictions and explanations, then those of the features;
 * some hundred thousand a second. Of several with one id the last in its partition counts. Belongs
 * to one thread.
 */
public final class PredictionSearch {

  private static final int ALIKE_DIGITS = 6;
  private static final int MOST_ALIKE = 3;

  private final Map<String, String> client;
  private final String prefix;
  private final Set<String> onCluster;
  private final LongConsumer progress;
  private long looked;

  /**
   * For one installation.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   * @param onCluster full names of the topics there are
   * @param progress hears how many records were looked at
   */
  public PredictionSearch(
      Map<String, String> client, String prefix, Set<String> onCluster, LongConsumer progress) {
    this.client = Map.copyOf(client);
    this.prefix = prefix;
    this.onCluster = Set.copyOf(onCluster);
    this.progress = progress;
  }

  /** What the first pass has come upon. */
  private static final class Hits {
    private final Map<Topic, Prediction> predictions = new LinkedHashMap<>();
    private final Map<String, Long> searched = new TreeMap<>();
    private final Set<String> alike = new TreeSet<>();
    private Explanation explanation;
  }

  /**
   * Searches.
   *
   * @param events how many of the entity's events are wanted at most, 1 or more
   * @throws UnknownPrediction if there is none
   */
  public PredictionCase find(String id, int events) {
    Hits hits = hits(id);
    Topic topic =
        hits.predictions.containsKey(Topic.PREDICTIONS)
            ? Topic.PREDICTIONS
            : Topic.SHADOW_PREDICTIONS;
    Prediction prediction = hits.predictions.get(topic);
    if (prediction == null) {
      throw new UnknownPrediction(id, hits.searched, List.copyOf(hits.alike));
    }
    return history(prediction, topic.in(prefix), Optional.ofNullable(hits.explanation), events);
  }

  private Hits hits(String id) {
    Hits hits = new Hits();
    List<String> topics = new ArrayList<>();
    for (Topic topic : List.of(Topic.PREDICTIONS, Topic.SHADOW_PREDICTIONS, Topic.EXPLANATIONS)) {
      if (onCluster.contains(topic.in(prefix))) {
        topics.add(topic.in(prefix));
      }
    }
    byte[] wanted = id.getBytes(StandardCharsets.UTF_8);
    byte[] front = Arrays.copyOf(wanted, Math.min(ALIKE_DIGITS, wanted.length));
    try (TopicReader reader = new TopicReader(client, topics, IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(
          record -> {
            count();
            look(record, id, front, hits);
          });
    }
    return hits;
  }

  /** Reads what may be meant only: to parse them all would take ten times as long. */
  private void look(ConsumerRecord<byte[], byte[]> record, String id, byte[] front, Hits hits) {
    Topic topic = Topic.of(prefix, record.topic()).orElseThrow();
    if (topic != Topic.EXPLANATIONS) {
      hits.searched.merge(record.topic(), 1L, Long::sum);
    }
    if (record.value() == null || !holds(record.value(), front)) {
      return;
    }
    if (topic == Topic.EXPLANATIONS) {
      Explanation explanation = ExplanationJson.read(record.value(), 0);
      hits.explanation = explanation.id().equals(id) ? explanation : hits.explanation;
      return;
    }
    Prediction prediction = PredictionJson.read(record.value(), 0);
    if (prediction.id().equals(id)) {
      hits.predictions.put(topic, prediction);
    } else if (hits.alike.size() < MOST_ALIKE
        && front.length == ALIKE_DIGITS
        && prediction.id().startsWith(id.substring(0, ALIKE_DIGITS))) {
      hits.alike.add(prediction.id());
    }
  }

  private static boolean holds(byte[] value, byte[] part) {
    for (int from = 0; from + part.length <= value.length; from++) {
      if (Arrays.equals(value, from, from + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  private void count() {
    looked++;
    progress.accept(looked);
  }

  /** An entity's records have its key, stand in one partition and in the order of its state. */
  private PredictionCase history(
      Prediction prediction, String topic, Optional<Explanation> stored, int most) {
    byte[] key = prediction.entity().getBytes(StandardCharsets.UTF_8);
    Deque<FeatureRecord> latest = new ArrayDeque<>();
    List<FeatureRecord> events = new ArrayList<>();
    long[] counts = new long[2]; // of the entity so far; of them, before those kept
    String features = Topic.FEATURES.in(prefix);
    try (TopicReader reader =
        new TopicReader(client, List.of(features), IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(
          record -> {
            count();
            if (record.value() == null || !Arrays.equals(record.key(), key)) {
              return;
            }
            FeatureRecord event = FeatureAvro.read(record.value(), 0);
            counts[0]++;
            latest.add(event);
            if (latest.size() > most) {
              latest.remove();
            }
            if (event.source().equals(prediction.source())) {
              events.clear();
              events.addAll(latest);
              counts[1] = counts[0] - latest.size();
            }
          });
    }
    Optional<FeatureRecord> vector =
        events.isEmpty() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
    return new PredictionCase(prediction, topic, vector, List.copyOf(events), counts[1], stored);
  }

  /**
   * The inputs themselves, as far as their topics still hold them.
   *
   * @return bytes by position, in the order asked for
   */
  public Map<SourcePosition, byte[]> raw(List<SourcePosition> positions) {
    Map<SourcePosition, byte[]> raw = new LinkedHashMap<>();
    Set<String> topics = new TreeSet<>();
    positions.forEach(position -> topics.add(position.topic()));
    topics.retainAll(onCluster);
    if (topics.isEmpty()) {
      return raw;
    }
    try (TopicReader reader = new TopicReader(client, topics, IsolationLevel.READ_COMMITTED)) {
      for (SourcePosition position : positions) {
        if (topics.contains(position.topic())) {
          reader
              .at(new TopicPartition(position.topic(), position.partition()), position.offset())
              .filter(record -> record.value() != null)
              .ifPresent(record -> raw.put(position, record.value()));
        }
      }
    }
    return raw;
  }
}
