package io.atomstreams.pipelines.training;

import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Takes training requests from their topic, one after the other, and puts the answers on theirs:
 *
 * <pre>
 *   request → answered already? → carried out → answer acknowledged by all replicas → offset committed
 * </pre>
 *
 * <p>A request may be read twice, after a crash, and is then found among the answers, or its
 * version in the registry. Several workers of one group share the partitions.
 */
public final class TrainingDesk {

  /** The consumer group. */
  public static final String GROUP = "atom-training-worker";

  private static final Duration POLL = Duration.ofMillis(500);

  /** The broker gives a request to another worker only after this: as long as one may take. */
  private static final Duration LONGEST = Duration.ofHours(25);

  private final Map<String, String> client;
  private final String topicPrefix;
  private final Function<TrainingRequest, TrainingOutcome> worker;
  private final Consumer<TrainingOutcome> news;
  private final Set<String> answered = new HashSet<>();

  /**
   * A desk.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   * @param worker such as {@link TrainingWorker#answer}
   * @param news hears of each answer once it is on its topic
   */
  public TrainingDesk(
      Map<String, String> client,
      String topicPrefix,
      Function<TrainingRequest, TrainingOutcome> worker,
      Consumer<TrainingOutcome> news) {
    this.client = Map.copyOf(client);
    this.topicPrefix = topicPrefix;
    this.worker = worker;
    this.news = news;
  }

  /** Works while {@code goesOn}, asked about twice a second and after each request. */
  public void work(BooleanSupplier goesOn) {
    readAnswers();
    try (KafkaConsumer<byte[], byte[]> requests = consumer();
        KafkaProducer<byte[], byte[]> answers = producer()) {
      requests.subscribe(List.of(Topic.TRAINING_REQUESTS.in(topicPrefix)));
      while (goesOn.getAsBoolean()) {
        for (ConsumerRecord<byte[], byte[]> record : requests.poll(POLL)) {
          answer(record, answers);
          requests.commitSync();
        }
      }
    }
  }

  private void readAnswers() {
    Set<String> topic = Set.of(topic());
    try (TopicReader reader = new TopicReader(client, topic, IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(record -> answered.add(TrainingOutcome.requestOf(record.value())));
    }
  }

  private void answer(
      ConsumerRecord<byte[], byte[]> record, KafkaProducer<byte[], byte[]> answers) {
    TrainingOutcome outcome;
    try {
      TrainingRequest request = TrainingRequestJson.read(record.value());
      if (answered.contains(request.id())) {
        return;
      }
      outcome = worker.apply(request);
    } catch (TrainingRefusal e) {
      String place = "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
      outcome =
          new TrainingRefusal(e.request().isEmpty() ? place : e.request(), "", e.getMessage())
              .outcome();
      if (answered.contains(outcome.request())) {
        return;
      }
    }
    byte[] key = outcome.request().getBytes(StandardCharsets.UTF_8);
    send(answers, new ProducerRecord<>(topic(), key, outcome.toJson()));
    answered.add(outcome.request());
    news.accept(outcome);
  }

  private String topic() {
    return Topic.TRAINING_OUTCOMES.in(topicPrefix);
  }

  /** Returns once all replicas have it: the request's offset is committed after that. */
  private static void send(
      KafkaProducer<byte[], byte[]> answers, ProducerRecord<byte[], byte[]> answer) {
    try {
      answers.send(answer).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an answer was sent", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(answer.topic() + " takes no answer: " + e.getCause(), e);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Math.toIntExact(LONGEST.toMillis()));
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
