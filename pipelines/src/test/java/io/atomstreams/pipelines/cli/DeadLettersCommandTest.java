package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersCommandTest {

  private EmbeddedKafka kafka;
  private Map<String, String> client;

  @BeforeAll
  void start() {
    kafka = EmbeddedKafka.start();
    client = Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  @AfterAll
  void stop() {
    kafka.close();
  }

  private AtomRun deadLetters(String verb, String prefix, String... more) {
    List<String> arguments = new ArrayList<>(List.of("dead-letters", verb));
    arguments.addAll(List.of("--bootstrap-server", kafka.bootstrapServers(), "--prefix", prefix));
    arguments.addAll(List.of(more));
    return AtomRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void listsWhatIsAskedForAndCountsByReason() throws Exception {
    create("a.");
    write("a.", "unmapped", "a.sales-events", 5, "{\"total\":\n12}");
    write("a.", "not_json", "a.sales-events", 6, "x".repeat(500));
    write("a.", "late", "a.customer-events", 7, "{}");

    AtomRun all = deadLetters("list", "a.");
    assertThat(all.exitCode()).as(all.err()).isZero();
    assertThat(all.out())
        .contains("Z  a.sales-events-0@5  unmapped", "    why of 5", "    {\"total\":\\n12}")
        .contains("x".repeat(160) + "… (500 bytes)")
        .endsWith("dead letters 3: late 1, not_json 1, unmapped 1" + System.lineSeparator());
    assertThat(deadLetters("list", "a.", "--reason", "late,unmapped").out())
        .contains("dead letters 2: late 1, unmapped 1");
    assertThat(deadLetters("list", "a.", "--topic", "customer-events").out())
        .isEqualTo(deadLetters("list", "a.", "--topic", "a.customer-events").out())
        .contains("dead letters 1: late 1");
    assertThat(deadLetters("list", "a.", "--to", "2020-01-01T00:00:00Z").out())
        .isEqualTo("dead letters 0" + System.lineSeparator());
    assertThat(deadLetters("list", "a.", "--from", "2020-01-01T00:00:00Z", "--last", "2").out())
        .contains("dead letters 2: ");

    AtomRun json = deadLetters("list", "a.", "--reason", "unmapped", "--json");
    JsonNode letter = new ObjectMapper().readTree(json.out());
    assertThat(json.out().strip()).doesNotContain("\n");
    assertThat(letter.at("/source/offset").asLong()).isEqualTo(5);
    assertThat(letter.at("/at/topic").asText()).isEqualTo("a.dead-letters");
    assertThat(letter.get("raw").asText()).isEqualTo("{\"total\":\n12}");
    assertThat(letter.get("key").asText()).isEqualTo("shop|1");
  }

  @Test
  void sendsWhatIsAskedForOnceAndTheRestLater() {
    create("b.");
    write("b.", "unmapped", "b.sales-events", 1, "one");
    write("b.", "not_json", "b.sales-events", 2, "two");
    write("b.", "late", "b.sales-events", 3, "three");

    AtomRun dry = deadLetters("redrive", "b.", "--dry-run");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains("b.sales-events-0@1  unmapped  would_send")
        .contains("dead letters 2: would_send 2")
        .contains("left out, since they would fail again: 1: late 1 (--reason asks for them)");
    assertThat(values("b.sales-events")).isEmpty();

    assertThat(deadLetters("redrive", "b.", "--reason", "not_json").out())
        .isEqualTo("dead letters 1: sent 1" + System.lineSeparator());
    assertThat(values("b.sales-events")).containsExactly("two");
    assertThat(deadLetters("redrive", "b.").out())
        .contains("dead letters 2: sent 1, sent_before 1");
    AtomRun again = deadLetters("redrive", "b.");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("dead letters 2: sent_before 2");
    assertThat(values("b.sales-events")).containsExactly("two", "one");

    assertThat(deadLetters("redrive", "b.", "--reason", "late").out()).contains("sent 1");
    assertThat(values("b.sales-events")).containsExactly("two", "one", "three");
  }

  @Test
  void whatCannotBeSentIsNamedAndTheExitCodeIsOne() throws Exception {
    create("c.");
    write("c.", "unmapped", "gone", 1, "one");
    write("c.", "unmapped", "c.sales-events", 2, null);
    write("c.", "unmapped", "c.sales-events", 3, "three");

    AtomRun run = deadLetters("redrive", "c.", "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    ObjectMapper mapper = new ObjectMapper();
    JsonNode summary = mapper.readTree(run.out().lines().reduce("", (first, last) -> last));
    assertThat(summary.at("/summary/refused").asInt()).isEqualTo(2);
    assertThat(summary.at("/summary/sent").asInt()).isEqualTo(1);
    assertThat(run.out()).contains("\"why\":\"topic gone does not exist any more\"");
    assertThat(deadLetters("redrive", "c.", "--topic", "gone").out())
        .contains("gone-0@1  unmapped  refused", "topic gone does not exist any more");
    assertThat(values("c.sales-events")).containsExactly("three");
  }

  @Test
  void answersWrongNamesWithTheRightOnes() throws Exception {
    create("d.");
    AtomRun reason = deadLetters("redrive", "d.", "--reason", "unmaped");
    assertThat(reason.exitCode()).isEqualTo(2);
    assertThat(reason.err()).startsWith("atom: there is no reason unmaped; did you mean unmapped?");
    assertThat(deadLetters("list", "d.", "--reason", "q").err())
        .contains("there are contract, empty, late");

    AtomRun topic = deadLetters("list", "d.", "--topic", "d.sales-event");
    assertThat(topic.exitCode()).isEqualTo(2);
    assertThat(topic.err()).contains("d.sales-event; did you mean d.sales-events");

    assertThat(deadLetters("list", "d,").err()).startsWith("atom: prefix 'd,': ");
    assertThat(deadLetters("list", "d").err())
        .startsWith("atom: topic ddead-letters does not exist; did you mean d.dead-letters");
    assertThat(deadLetters("list", "d.", "--last", "0").err()).startsWith("atom: --last 0: ");
    assertThat(deadLetters("list", "d.", "--from", "yesterday").exitCode()).isEqualTo(2);

    try (Admin admin = Admin.create(Map.copyOf(client))) {
      admin.deleteTopics(List.of("d.redriven")).all().get();
    }
    assertThat(deadLetters("redrive", "d.").err())
        .startsWith("atom: topic d.redriven does not exist; make it with: atom topics create");
    assertThat(deadLetters("list", "d.").exitCode()).isZero();
  }

  @Test
  void showsHelpWithExamples() {
    assertThat(AtomRun.of("dead-letters", "--help").out()).contains("Examples:", "redrive");
    assertThat(AtomRun.of("dead-letters", "redrive", "--help").out())
        .contains("--dry-run", "none is sent twice");
    assertThat(AtomRun.of("dead-letters").exitCode()).isEqualTo(2);
    assertThat(AtomRun.of("dead-leters").err()).contains("Did you mean dead-letters?");
  }

  private void create(String prefix) {
    try (TopicAdmin admin = new TopicAdmin(client)) {
      admin.create(new TopicCatalogue(prefix, 2, (short) 1));
    }
  }

  private void write(String prefix, String reason, String topic, long offset, String raw) {
    byte[] key = "shop|1".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = raw == null ? null : raw.getBytes(StandardCharsets.UTF_8);
    SourcePosition source = new SourcePosition(topic, 0, offset);
    DeadLetter letter = new DeadLetter(reason, "why of " + offset, key, bytes, source, 1);
    ByteArraySerializer serializer = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Map.copyOf(client), serializer, serializer)) {
      var unused = producer.send(new OutputSerializer(prefix).serialize(letter));
    }
  }

  private List<String> values(String topic) {
    List<String> values = new ArrayList<>();
    try (TopicReader reader =
        new TopicReader(client, Set.of(topic), IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
    }
    return values;
  }
}
