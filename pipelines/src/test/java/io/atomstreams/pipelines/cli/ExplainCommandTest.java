package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.explain.TreesModelFile;
import io.atomstreams.pipelines.scoring.KafkaEndpoints;
import io.atomstreams.pipelines.scoring.OfflineRun;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.SimulatedIntakes;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ExplainCommandTest {

  private static final Path CONF = Path.of("..", "flink-conf");
  private static final int EVENTS = 1_500;

  /** Far in the future and slow, so that the simulator's days are past whenever this runs. */
  private static final EventClock CLOCK = new EventClock(1577836800000L, 1893456000000L, 0.001);

  @TempDir Path directory;

  private String broker;
  private Map<String, String> client;
  private ScoringConfig config;

  private AtomRun explain(String id, String... arguments) {
    List<String> all = new ArrayList<>(List.of("explain", id, "--bootstrap-server", broker));
    all.addAll(List.of("--conf", CONF.toString()));
    if (!List.of(arguments).contains("--models")) {
      all.addAll(List.of("--models", config.scorer().serving().models()));
    }
    all.addAll(List.of(arguments));
    return AtomRun.of(all.toArray(String[]::new));
  }

  @Test
  void tellsWhatAPredictionWasMadeOf() throws Exception {
    config =
        TreesModelFile.save(
            ScoringConfig.read(CONF.resolve(Path.of("pipelines", "scoring.yaml"))).withClock(CLOCK),
            directory);
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      broker = kafka.bootstrapServers();
      client = Map.of("bootstrap.servers", broker);
      try (TopicAdmin admin = new TopicAdmin(client)) {
        admin.create(new TopicCatalogue("", 2, (short) 1));
      }
      List<Output> outputs = run();
      Prediction told = latest(outputs);

      inWords(told);
      JsonNode json = forMachines(told, outputs);
      whatTheJobHasSaidComesFirst(told, json);
      theLastOfSeveralCounts(told);
      withoutTheModel(told);
      anUnknownId(told);
    }
  }

  /** What the job would have written of events that stand on their topics. */
  private List<Output> run() throws Exception {
    List<ProducerRecord<byte[], byte[]>> inputs = new ArrayList<>();
    for (Intake intake : SimulatedIntakes.of(5, EVENTS, config).all()) {
      inputs.add(new ProducerRecord<>(intake.source().topic(), intake.key(), intake.raw()));
    }
    send(inputs);
    KafkaEventDeserializer deserializer = KafkaEndpoints.reader(config);
    List<Intake> intakes = new ArrayList<>();
    try (TopicReader reader =
        new TopicReader(client, KafkaEndpoints.topics(config), IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(record -> intakes.add(deserializer.read(record)));
    }
    List<Output> outputs = OfflineRun.outputs(intakes, config);
    OutputSerializer serializer = new OutputSerializer("");
    send(outputs.stream().map(serializer::serialize).toList());
    return outputs;
  }

  /** The one with the longest history. */
  private static Prediction latest(List<Output> outputs) {
    return outputs.stream()
        .filter(Prediction.class::isInstance)
        .map(Prediction.class::cast)
        .max(Comparator.comparingLong(Prediction::sequence))
        .orElseThrow();
  }

  private void inWords(Prediction told) {
    AtomRun run = explain(told.id(), "--path", "--surrogate", "--raw", "--events", "3");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith(told.id() + "  purchase_30d " + told.probability())
        .contains("made by       purchase_30d@1, digest " + told.modelDigest())
        .contains("registry      has the same digest")
        .contains("auc 0.750 beside 0.625 of logistic regression, on test")
        .contains("scored again  " + told.probability() + ", equal to the bit")
        .contains("on the logit scale: tree_shap, exact, found now")
        .containsPattern("\\(base\\) +-[0-9.]+ +0\\.[0-9]+\n")
        .contains("others add nothing\n")
        .containsPattern("tree 1 of 3 nodes, 1 deep, adds [+-][12]\\.000000\n")
        .containsPattern("  spend_1h = [0-9]+, (not )?below 5000\n")
        .containsPattern("a linear model nearby, fidelity -?[0-9.]+ \\(R²\\)")
        .containsPattern("events behind it, 3; [0-9,]+ logged before them")
        .contains("  order_placed  scored    " + told.source())
        .contains("      {\"tenant\":\"demo\",\"eventId\":\"");
  }

  private JsonNode forMachines(Prediction told, List<Output> outputs) throws Exception {
    AtomRun run = explain(told.id(), "--json", "--raw", "--events", "100000");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());

    assertThat(json.at("/prediction/entity").asText()).isEqualTo(told.entity());
    assertThat(json.at("/recomputed/same").asBoolean()).isTrue();
    assertThat(json.at("/model/sameDigest").asBoolean()).isTrue();
    JsonNode contributions = json.get("contributions");
    double sum = contributions.get("base").asDouble();
    double before = Double.MAX_VALUE;
    for (JsonNode part : contributions.get("features")) {
      sum += part.get("contribution").asDouble();
      assertThat(Math.abs(part.get("contribution").asDouble())).isLessThanOrEqualTo(before);
      before = Math.abs(part.get("contribution").asDouble());
      assertThat(part.get("scoreSoFar").asDouble())
          .isCloseTo(1 / (1 + Math.exp(-sum)), within(1e-12));
    }
    assertThat(1 / (1 + Math.exp(-sum))).isCloseTo(told.probability(), within(1e-6));
    long ofEntity =
        outputs.stream()
            .filter(
                output ->
                    output instanceof FeatureRecord record
                        && told.entity().equals(record.entity())
                        && isUpTo(record, told))
            .count();
    JsonNode events = json.get("events");
    assertThat(events).hasSize((int) ofEntity);
    assertThat(json.get("earlierEvents").asInt()).isZero();
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.at("/source/offset").asLong()).isEqualTo(told.source().offset());
    assertThat(last.get("raw").asText()).contains(last.get("eventId").asText());
    return json;
  }

  private static boolean isUpTo(FeatureRecord record, Prediction told) {
    return record.touched().get(0).sequence() <= told.sequence();
  }

  private void whatTheJobHasSaidComesFirst(Prediction told, JsonNode found) throws Exception {
    JsonNode parts = found.at("/contributions/features");
    List<String> names = new ArrayList<>();
    double[] added = new double[parts.size()];
    float[] values = new float[parts.size()];
    for (int i = 0; i < added.length; i++) {
      names.add(parts.get(i).get("name").asText());
      added[i] = parts.get(i).get("contribution").asDouble();
      values[i] = (float) parts.get(i).get("value").asDouble(Double.NaN);
    }
    Explanation stored =
        new Explanation(
            told.id(),
            told.tenant(),
            told.entity(),
            told.scorer(),
            told.modelVersion(),
            "by_the_job",
            true,
            "logit",
            told.probability(),
            found.at("/contributions/base").asDouble(),
            names,
            values,
            added,
            Explanation.Cause.ALERT,
            told.sequence(),
            told.ts(),
            told.source(),
            0);
    send(List.of(new OutputSerializer("").serialize(stored)));

    JsonNode json = new ObjectMapper().readTree(explain(told.id(), "--json").out());

    assertThat(json.at("/contributions/stored").asBoolean()).isTrue();
    assertThat(json.at("/contributions/method").asText()).isEqualTo("by_the_job");
    assertThat(json.at("/contributions/features")).isEqualTo(parts);
  }

  private void theLastOfSeveralCounts(Prediction told) throws Exception {
    Prediction other =
        new Prediction(
            told.id(),
            told.tenant(),
            told.entity(),
            told.scorer(),
            0.5f,
            told.baseRate(),
            told.modelVersion(),
            "ffffffffffffffff",
            "",
            told.role(),
            told.specHash(),
            told.listHash(),
            told.sequence(),
            told.ts(),
            told.source(),
            0);
    send(List.of(new OutputSerializer("").serialize(other)));

    AtomRun run = explain(told.id());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("purchase_30d 0.5 at")
        .contains("registry      has another digest: " + told.modelDigest())
        .contains("is not the model that made this score")
        .contains("scored again  " + told.probability() + ", NOT what was predicted");
  }

  private void withoutTheModel(Prediction told) {
    AtomRun run = explain(told.id(), "--models", directory.resolve("none").toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("note          ")
        .contains("purchase_30d")
        .contains("as the job has said")
        .contains("events behind it, " + Math.min(20, told.sequence()))
        .doesNotContain("scored again");
  }

  private void anUnknownId(Prediction told) {
    char[] digits = told.id().toCharArray();
    digits[31] = digits[31] == '0' ? '1' : '0';

    AtomRun near = explain(new String(digits));
    AtomRun far = explain("ffff0000ffff0000ffff0000ffff0000");
    AtomRun none = explain("order-7");

    assertThat(Arrays.asList(near.exitCode(), far.exitCode(), none.exitCode())).containsOnly(1);
    assertThat(near.err())
        .containsPattern("among the [0-9,]+ records of predictions that are committed now")
        .contains("these begin alike: " + told.id());
    assertThat(far.err()).contains("a new one can be seen after the job's next checkpoint");
    assertThat(none.err()).contains("an id has 32 hexadecimal digits");
  }

  private void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> settings = new HashMap<>(client);
    // a new topic may have no leader yet, and what is in flight then may be retried out of order
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
      records.forEach(record -> sent.add(producer.send(record)));
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
  }
}
