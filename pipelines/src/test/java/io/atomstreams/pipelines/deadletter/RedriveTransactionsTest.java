package io.atomstreams.pipelines.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.deadletter.Redrive.Outcome;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedriveTransactionsTest {

  private static final ByteArraySerializer BYTES = new ByteArraySerializer();
  private static final int PARTITIONS = 4;

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

  @Test
  void sendsKeyAndBytesAsTheyWereToWhereTheyStood() {
    create("a.");
    byte[] key = {0, (byte) 0xC3};
    byte[] raw = {(byte) 0xFF, 0, '{'};
    SourcePosition source = new SourcePosition("a.sales-events", 3, 17);
    write("a.", new DeadLetter("not_json", "why", key, raw, source, 1));
    write("a.", new DeadLetter("not_json", "why", null, raw, at("a.sales-events", 18), 1));

    assertThat(run("a.")).containsExactlyInAnyOrder(Outcome.SENT, Outcome.SENT);

    List<ConsumerRecord<byte[], byte[]>> sent = read("a.sales-events");
    assertThat(sent).hasSize(2);
    ConsumerRecord<byte[], byte[]> keyed = sent.get(sent.get(0).key() == null ? 1 : 0);
    assertThat(keyed.key()).isEqualTo(key);
    assertThat(keyed.value()).isEqualTo(raw);
    assertThat(keyed.partition()).isEqualTo(3);
    assertThat(Headers.text(keyed.headers(), Headers.REDRIVEN_FROM))
        .isEqualTo("a.sales-events-3@17");
    assertThat(sent.get(sent.get(0).key() == null ? 0 : 1).value()).isEqualTo(raw);
  }

  @Test
  void aSecondRunSendsOnlyWhatHasComeSince() {
    create("b.");
    writeMany("b.", 0, 3);
    assertThat(run("b.")).containsOnly(Outcome.SENT).hasSize(3);
    writeMany("b.", 3, 4);
    assertThat(run("b.")).filteredOn(Outcome.SENT::equals).hasSize(1);
    assertThat(run("b.")).containsOnly(Outcome.SENT_BEFORE).hasSize(4);
    assertThat(values("b.sales-events")).containsExactlyInAnyOrder("0", "1", "2", "3");
  }

  @Test
  void aRunThatDiesInATransactionLosesAndDoublesNothing() {
    create("c.");
    writeMany("c.", 0, 5);
    // dies with one batch committed and one written, and is not even closed: as after kill -9
    DyingProducer dying = new DyingProducer(RedriveTransactions.settings(client, "c."), 2);
    RedriveTransactions dead = RedriveTransactions.begin(client, "c.", dying);
    List<Outcome> told = new ArrayList<>();
    Redrive redrive =
        new Redrive(
            dead.ledger(),
            topic -> PARTITIONS,
            dead,
            (letter, result) -> told.add(result.outcome()),
            2);
    assertThatThrownBy(() -> readAll("c.", redrive)).isInstanceOf(Death.class);
    assertThat(told).containsExactly(Outcome.SENT, Outcome.SENT);
    assertThat(values("c.sales-events")).hasSize(2);
    assertThat(read("c.sales-events", IsolationLevel.READ_UNCOMMITTED)).hasSize(4);

    assertThat(run("c."))
        .containsExactlyInAnyOrder(
            Outcome.SENT_BEFORE, Outcome.SENT_BEFORE, Outcome.SENT, Outcome.SENT, Outcome.SENT);
    assertThat(values("c.sales-events")).containsExactlyInAnyOrder("0", "1", "2", "3", "4");

    // a process that was only stopped, and wakes up when another has done its work
    dying.revive();
    assertThatThrownBy(dying::commitTransaction).isInstanceOf(ProducerFencedException.class);
    assertThat(values("c.sales-events")).hasSize(5);
    assertThat(run("c.")).containsOnly(Outcome.SENT_BEFORE);
    dead.close();
  }

  @Test
  void aRunThatAbortsIsRepeatedByTheNext() {
    create("d.");
    writeMany("d.", 0, 2);
    try (KafkaProducer<byte[], byte[]> other =
        new KafkaProducer<>(RedriveTransactions.settings(client, "d."), BYTES, BYTES)) {
      RedriveTransactions late = RedriveTransactions.begin(client, "d.");
      other.initTransactions();
      Redrive redrive = Redrive.through(late, topic -> PARTITIONS, (letter, result) -> {});
      assertThatThrownBy(() -> readAll("d.", redrive))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("run it again: what was sent is not sent twice");
      late.close();
    }
    assertThat(values("d.sales-events")).isEmpty();
    assertThat(run("d.")).containsOnly(Outcome.SENT).hasSize(2);
    assertThat(values("d.sales-events")).containsExactlyInAnyOrder("0", "1");
  }

  @Test
  void whatTheTopicDoesNotTakeIsRefusedAndTheRestOfItsBatchSent() throws Exception {
    create("e.");
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      NewTopic small = new NewTopic("small", 1, (short) 1);
      small.configs(Map.of("max.message.bytes", "2000"));
      admin.createTopics(List.of(small)).all().get();
    }
    write("e.", new DeadLetter("x", "", new byte[1], new byte[3_000], at("small", 1), 1));
    write("e.", new DeadLetter("x", "", new byte[1], new byte[] {'y'}, at("small", 2), 1));
    assertThat(run("e.")).containsExactlyInAnyOrder(Outcome.REFUSED, Outcome.SENT);
    assertThat(values("small")).containsExactly("y");
    assertThat(run("e.")).containsExactlyInAnyOrder(Outcome.REFUSED, Outcome.SENT_BEFORE);
  }

  @Test
  void readsTheLastOnesOldestFirst() {
    create("f.");
    writeMany("f.", 0, 9);
    List<String> last = new ArrayList<>();
    new DeadLetterReader(client, "f.")
        .read(
            letter -> letter.source().orElseThrow().offset() != 7,
            OptionalInt.of(3),
            letter -> last.add(new String(letter.raw(), StandardCharsets.UTF_8)));
    assertThat(last).containsExactly("5", "6", "8");
  }

  private void create(String prefix) {
    try (TopicAdmin admin = new TopicAdmin(client)) {
      admin.create(new TopicCatalogue(prefix, PARTITIONS, (short) 1));
    }
  }

  private static SourcePosition at(String topic, long offset) {
    return new SourcePosition(topic, 0, offset);
  }

  /** One key, so that they keep their order. */
  private void writeMany(String prefix, int from, int to) {
    for (int i = from; i < to; i++) {
      byte[] raw = String.valueOf(i).getBytes(StandardCharsets.UTF_8);
      SourcePosition source = at(prefix + "sales-events", i);
      write(prefix, new DeadLetter("unmapped", "", new byte[] {1}, raw, source, 1));
    }
  }

  private void write(String prefix, DeadLetter letter) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Map.copyOf(client), BYTES, BYTES)) {
      var unused = producer.send(new OutputSerializer(prefix).serialize(letter));
    }
  }

  private List<Outcome> run(String prefix) {
    List<Outcome> outcomes = new ArrayList<>();
    try (RedriveTransactions transactions = RedriveTransactions.begin(client, prefix)) {
      Redrive redrive =
          Redrive.through(
              transactions,
              topic -> PARTITIONS,
              (letter, result) -> outcomes.add(result.outcome()));
      readAll(prefix, redrive);
    }
    return outcomes;
  }

  private void readAll(String prefix, Redrive redrive) {
    new DeadLetterReader(client, prefix).read(LetterFilter.ALL, redrive::accept);
    redrive.finish();
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return read(topic, IsolationLevel.READ_COMMITTED);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic, IsolationLevel isolation) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (TopicReader reader = new TopicReader(client, Set.of(topic), isolation)) {
      reader.readToEnd(records::add);
    }
    return records;
  }

  private List<String> values(String topic) {
    return read(topic).stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Has written its n-th transaction to the broker when it dies before the commit. */
  private static final class DyingProducer extends KafkaProducer<byte[], byte[]> {

    private int left;

    DyingProducer(Map<String, Object> settings, int transactions) {
      super(settings, BYTES, BYTES);
      left = transactions;
    }

    void revive() {
      left = Integer.MAX_VALUE;
    }

    @Override
    public void commitTransaction() {
      left--;
      if (left == 0) {
        flush();
        throw new Death();
      }
      super.commitTransaction();
    }
  }
}
