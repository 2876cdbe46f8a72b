package io.atomstreams.pipelines.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.command.JobCommand.Wish;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics on which jobs are told something ({@code commands}) and say that they have done it
 * ({@code audit}), as their schemas say.
 */
public final class CommandTopic implements Serializable {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(CommandTopic.class);
  private static final int SCHEMA_VERSION = 1;
  private static final String ABOUT_JOBS = "job ";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What a running job spares for an answer, ms. */
  private static final Map<String, Integer> IMPATIENT =
      Map.of(
          ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000,
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
          ProducerConfig.LINGER_MS_CONFIG, 0);

  private final HashMap<String, String> client;
  private final String topicPrefix;

  /**
   * Of one installation.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   */
  public CommandTopic(Map<String, String> client, String topicPrefix) {
    this.client = new HashMap<>(client);
    this.topicPrefix = topicPrefix;
  }

  /**
   * That one subtask has done what its job was told.
   *
   * @param subtask from 0
   * @param subtasks how many take in events
   * @param source the command
   */
  record Done(String job, Wish wish, int subtask, int subtasks, SourcePosition source) {}

  TopicReader commands() {
    return reader(Topic.COMMANDS);
  }

  TopicReader audit() {
    return reader(Topic.AUDIT);
  }

  private TopicReader reader(Topic topic) {
    return new TopicReader(client, List.of(topic.in(topicPrefix)), IsolationLevel.READ_COMMITTED);
  }

  /**
   * Writes a command, acknowledged by all replicas.
   *
   * @return where it stands
   */
  SourcePosition tell(JobCommand command) {
    return write(Topic.COMMANDS, command.job(), encode(command), Map.of());
  }

  /** Writes that a command was carried out; gives up after a few seconds. */
  void acknowledge(Done done) {
    write(Topic.AUDIT, ABOUT_JOBS + done.job(), encode(done), IMPATIENT);
  }

  static byte[] encode(JobCommand command) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("command", command.wish().word());
    json.put("job", command.job());
    json.put("by", command.by());
    json.put("reason", command.reason());
    json.put("at", command.at());
    return bytes(json);
  }

  static byte[] encode(Done done) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("command", done.wish().word());
    json.put("job", done.job());
    json.put("subtask", done.subtask());
    json.put("subtasks", done.subtasks());
    ObjectNode source = json.putObject("source");
    source.put("topic", done.source().topic());
    source.put("partition", done.source().partition());
    source.put("offset", done.source().offset());
    return bytes(json);
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a tree in memory cannot fail", e);
    }
  }

  private SourcePosition write(Topic topic, String key, byte[] value, Map<String, Integer> limits) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.putAll(limits);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    String name = topic.in(topicPrefix);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var written =
          producer
              .send(new ProducerRecord<>(name, key.getBytes(StandardCharsets.UTF_8), value))
              .get();
      return new SourcePosition(name, written.partition(), written.offset());
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "topic %s cannot be written: %s".formatted(name, e.getCause().getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " is written", e);
    }
  }

  /** The command in a record; what is none is said and passed over. */
  static Optional<JobCommand> command(ConsumerRecord<byte[], byte[]> record) {
    return parse(record)
        .flatMap(
            json ->
                wish(json, record)
                    .map(
                        wish ->
                            new JobCommand(
                                json.path("job").asText(),
                                wish,
                                json.path("by").asText(),
                                json.path("reason").asText(),
                                json.path("at").asLong())));
  }

  /** What a record of the audit says was done of a command; most are about something else. */
  static Optional<Done> done(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    if (!key.startsWith(ABOUT_JOBS)) {
      return Optional.empty();
    }
    return parse(record)
        .flatMap(
            json ->
                wish(json, record)
                    .map(
                        wish ->
                            new Done(
                                json.path("job").asText(),
                                wish,
                                json.path("subtask").asInt(),
                                json.path("subtasks").asInt(),
                                position(json.path("source")))));
  }

  private static SourcePosition position(JsonNode source) {
    return new SourcePosition(
        source.path("topic").asText(),
        source.path("partition").asInt(),
        source.path("offset").asLong());
  }

  private static Optional<Wish> wish(JsonNode json, ConsumerRecord<byte[], byte[]> record) {
    String word = json.path("command").asText();
    Optional<Wish> wish =
        Arrays.stream(Wish.values()).filter(known -> known.word().equals(word)).findFirst();
    if (wish.isEmpty()) {
      passOver(record, "command '" + word + "' is none of pause, resume");
    }
    return wish;
  }

  private static Optional<JsonNode> parse(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(record.value());
      int version = json.path("schemaVersion").asInt();
      if (version == SCHEMA_VERSION) {
        return Optional.of(json);
      }
      passOver(record, "schemaVersion " + version + ", this release reads " + SCHEMA_VERSION);
    } catch (IOException e) {
      passOver(record, "no JSON");
    }
    return Optional.empty();
  }

  private static void passOver(ConsumerRecord<byte[], byte[]> record, String why) {
    LOG.warn(
        "{}-{}@{} is no command and is passed over: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        why);
  }
}
