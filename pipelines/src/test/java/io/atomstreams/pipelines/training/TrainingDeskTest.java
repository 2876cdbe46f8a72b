package io.atomstreams.pipelines.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.tracking.TopicReader;
import io.atomstreams.pipelines.training.TrainingOutcome.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TrainingDeskTest {

  private final List<String> worked = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();

  private TrainingOutcome work(TrainingRequest request) {
    worked.add(request.id());
    return new TrainingOutcome(
        request.id(), Status.TRAINED, request.model(), worked.size(), "", 10, List.of());
  }

  private static byte[] request(String id) {
    TrainingRequest sample = TrainingRequestJsonTest.REQUEST;
    return TrainingRequestJson.write(
        new TrainingRequest(
            id,
            sample.model(),
            sample.architecture(),
            sample.label(),
            sample.from(),
            sample.to(),
            sample.seed(),
            sample.maxRows(),
            sample.maxEpochs(),
            sample.maxMinutes(),
            sample.requestedBy()));
  }

  private static void send(Map<String, String> client, byte[]... values) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            new HashMap<>(client), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (byte[] value : values) {
        producer.send(new ProducerRecord<>("training-requests", new byte[] {'m'}, value)).get();
      }
    }
  }

  /** Works until so many answers were given in all, or for 40 looks. */
  private void workUntil(Map<String, String> client, int answers) {
    AtomicInteger looks = new AtomicInteger();
    new TrainingDesk(client, "", this::work, outcome -> heard.add(outcome.request()))
        .work(() -> heard.size() < answers && looks.incrementAndGet() < 40);
  }

  @Test
  void answersEachRequestOnceWhateverIsReadTwiceOrCannotBeRead() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
      try (TopicAdmin admin = new TopicAdmin(client)) {
        admin.create(new TopicCatalogue("", 1, (short) 1));
      }
      send(
          client,
          request("r1"),
          request("r1"),
          "nonsense".getBytes(StandardCharsets.UTF_8),
          request("r2"));
      workUntil(client, 3);

      assertThat(worked).containsExactly("r1", "r2");
      assertThat(heard).containsExactly("r1", "training-requests-0@2", "r2");

      // another worker, later: it knows what has an answer from the topic alone
      send(client, request("r2"), request("r3"));
      workUntil(client, 4);

      assertThat(worked).containsExactly("r1", "r2", "r3");
      assertThat(answers(client)).containsExactly("r1", "training-requests-0@2", "r2", "r3");
    }
  }

  private static List<String> answers(Map<String, String> client) {
    List<String> answers = new ArrayList<>();
    Set<String> topic = Set.of(Topic.TRAINING_OUTCOMES.in(""));
    try (TopicReader reader = new TopicReader(client, topic, IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(record -> answers.add(TrainingOutcome.requestOf(record.value())));
    }
    return answers;
  }
}
