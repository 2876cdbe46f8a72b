package io.atomstreams.pipelines.replay;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.RejectionReason;
import io.atomstreams.pipelines.connector.AlertJson;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * What an installation has written of its inputs, as a reader sees it who waits for transactions:
 * for each output topic, input and scorer, the bytes that must come out again. Of a dead letter,
 * whose key and value are the input's own, these are reason and detail.
 *
 * <p>Held in memory: about 150 bytes a record and its value.
 */
final class Recording {

  private static final String LATE = RejectionReason.LATE.code() + "\n";

  private final String prefix;

  /**
   * What a record is about.
   *
   * @param scorer who said it; empty where an input has no more than one record
   */
  record About(SourcePosition source, String scorer) {

    static About of(SourcePosition source) {
      return new About(source, "");
    }
  }

  private final Map<Topic, Map<About, byte[]>> contents = new EnumMap<>(Topic.class);
  private final Map<TopicPartition, Long> last = new HashMap<>();
  private final Set<Topic> cut = EnumSet.noneOf(Topic.class);
  private long rewritten;

  /**
   * An empty recording.
   *
   * @param prefix of the installation's topics, possibly empty
   */
  Recording(String prefix) {
    this.prefix = prefix;
    for (Topic topic : Topic.values()) {
      if (topic.role() == Topic.Role.OUTPUT) {
        contents.put(topic, new HashMap<>());
      }
    }
  }

  /**
   * Reads what is committed on the output topics at the moment of the call.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   */
  static Recording read(Map<String, String> client, String prefix) {
    Recording recording = new Recording(prefix);
    TopicCatalogue topics = TopicCatalogue.of(prefix);
    try (TopicReader reader =
        new TopicReader(client, topics.outputs(), IsolationLevel.READ_COMMITTED)) {
      reader.beginning().forEach(recording::begins);
      reader.readToEnd(recording::add);
    }
    return recording;
  }

  private void begins(TopicPartition partition, long offset) {
    if (offset > 0) {
      cut.add(Topic.of(prefix, partition.topic()).orElseThrow());
    }
  }

  /**
   * Takes a record of an output topic; of two about the same input the later one stands. Dead
   * letters and alerts of other jobs are no concern of it.
   */
  void add(ConsumerRecord<byte[], byte[]> record) {
    Topic topic = Topic.of(prefix, record.topic()).orElseThrow();
    if (topic == Topic.ALERTS && Headers.isOfAnotherJob(record.headers())) {
      return;
    }
    try {
      About about = about(topic, record);
      SourcePosition source = about.source();
      if (Topic.isReadByOthersOnly(prefix, source.topic())) {
        return;
      }
      SourcePosition shared =
          new SourcePosition(source.topic().intern(), source.partition(), source.offset());
      About key = new About(shared, about.scorer().intern());
      if (contents.get(topic).put(key, content(topic, record.value(), record.headers())) != null) {
        rewritten++;
      }
      TopicPartition partition = new TopicPartition(shared.topic(), shared.partition());
      last.merge(partition, shared.offset(), Math::max);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s-%d@%d: %s"
              .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
          e);
    }
  }

  private static About about(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    return switch (topic) {
      case FEATURES -> About.of(FeatureAvro.readFiled(record.value()).source());
      case PREDICTIONS -> about(PredictionJson.read(record.value(), 0));
      case ALERTS -> About.of(AlertJson.read(record.value(), 0).source());
      default -> About.of(Headers.source(record.headers()));
    };
  }

  /** What an output will be found under. */
  static About about(Output output) {
    return output instanceof Prediction prediction
        ? new About(prediction.source(), prediction.scorer())
        : About.of(output.source());
  }

  /** What is compared of a record. */
  static byte[] content(Topic topic, byte[] value, org.apache.kafka.common.header.Headers headers) {
    return topic == Topic.DEAD_LETTERS
        ? (Headers.text(headers, Headers.REASON) + "\n" + Headers.text(headers, Headers.DETAIL))
            .getBytes(StandardCharsets.UTF_8)
        : value;
  }

  /** Whether there is nothing to follow. */
  boolean isEmpty() {
    return contents.get(Topic.FEATURES).isEmpty();
  }

  long size(Topic topic) {
    return contents.get(topic).size();
  }

  /** Inputs of which a topic has more than one record: they were processed again. */
  long rewritten() {
    return rewritten;
  }

  /** Whether retention has taken records of the topic. */
  boolean isCut(Topic topic) {
    return cut.contains(topic);
  }

  Optional<FeatureRecord> feature(SourcePosition source) {
    return content(Topic.FEATURES, source).map(value -> FeatureAvro.read(value, 0));
  }

  boolean isDeadLetter(SourcePosition source) {
    return contents.get(Topic.DEAD_LETTERS).containsKey(About.of(source));
  }

  /** Whether it was refused for being late, and for nothing that it says. */
  boolean isLate(SourcePosition source) {
    byte[] letter = contents.get(Topic.DEAD_LETTERS).get(About.of(source));
    return letter != null && new String(letter, StandardCharsets.UTF_8).startsWith(LATE);
  }

  Optional<byte[]> content(Topic topic, SourcePosition source) {
    return Optional.ofNullable(contents.get(topic).get(About.of(source)));
  }

  /** Whether nothing of this input's partition is recorded from here on. */
  boolean endsBefore(SourcePosition source) {
    TopicPartition partition = new TopicPartition(source.topic(), source.partition());
    return source.offset() > last.getOrDefault(partition, -1L);
  }

  /** What was written about an input, once: it is forgotten then. */
  Optional<byte[]> take(Topic topic, About about) {
    return Optional.ofNullable(contents.get(topic).remove(about));
  }

  /** What nobody has taken. */
  void rest(Topic topic, BiConsumer<SourcePosition, byte[]> sink) {
    contents.get(topic).forEach((about, content) -> sink.accept(about.source(), content));
  }
}
