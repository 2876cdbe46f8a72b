package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.contract.CustomerHistories;
import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.replay.ReplaySource;
import io.atomstreams.pipelines.simulator.FaultShares;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.runtime.partitioner.ForwardPartitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that look at what a customer sent before, in the running job and on planted faults. */
@Timeout(300)
class RememberingRulesTest {

  private static final int EVENTS = 5_000;

  /** The rules that find the planted faults, by kind. */
  private static final List<String> FAULTS = List.of("device_known", "qty_usual", "price_usual");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"1, hashmap", "2, rocksdb"})
  void theJobDoesWhatTheRulesSay(int parallelism, String backend) throws Exception {
    ScoringConfig config = RememberingRules.narrow(directory);
    List<Intake> events = SimulatedIntakes.of(13, EVENTS, config).all();
    List<Output> expected = OfflineRun.outputs(events, config);
    assertThat(expected)
        .filteredOn(output -> output instanceof DeadLetter letter && isOfContract(letter))
        .hasSizeGreaterThan(100);
    for (String rule : List.of("qty_usual", "device_known", "price_usual")) {
      assertThat(expected)
          .filteredOn(o -> o instanceof FeatureRecord record && record.repaired().contains(rule))
          .hasSizeGreaterThan(5);
    }

    assertThat(contents(run(config, events, parallelism, backend))).isEqualTo(contents(expected));
  }

  private static boolean isOfContract(DeadLetter letter) {
    return letter.reason().equals("contract") && letter.detail().startsWith("rule ");
  }

  @Test
  void noRecordChangesItsSubtaskBetweenRulesAndFeatures() {
    ScoringConfig config = RememberingRules.narrow(directory);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            TestInstallation.configuration(directory, Map.of()));
    ScoringPipeline.define(
        env,
        config,
        KafkaEndpoints.source(config, "localhost:1"),
        KafkaEndpoints.sink(config, "localhost:1"));
    StreamGraph graph = env.getStreamGraph();
    StreamNode rules = node(graph, ScoringUids.CONTRACT);
    StreamNode features = node(graph, ScoringUids.FEATURES);

    assertThat(graph.getStreamEdges(rules.getId(), features.getId()))
        .singleElement()
        .satisfies(
            edge -> assertThat(edge.getPartitioner()).isInstanceOf(ForwardPartitioner.class));
    assertThat(ScoringPipeline.uids(config)).contains(ScoringUids.CONTRACT);
  }

  private static StreamNode node(StreamGraph graph, String uid) {
    return graph.getStreamNodes().stream()
        .filter(node -> uid.equals(node.getTransformationUID()))
        .findFirst()
        .orElseThrow();
  }

  /** On a sound stream nothing is found; of the faults that are planted into it, all are. */
  @ParameterizedTest
  @ValueSource(longs = {17, 18, 19})
  void everyPlantedFaultIsFoundAndNothingElse(long seed) {
    ScoringConfig config = RememberingRules.in(directory, RememberingRules.SOUND);
    List<Intake> sound =
        SimulatedIntakes.of(seed, 20_000, config).withFaults(FaultShares.none()).all();
    // what lies in the future of the broker's clock was refused before any rule
    sound.removeIf(Intake::isRefused);
    assertThat(sound).hasSizeGreaterThan(2_000);
    assertThat(judged(sound, config)).isEqualTo(sound);

    Map<SourcePosition, String> planted = new HashMap<>();
    List<Intake> faulty = new ArrayList<>();
    Map<String, Integer> orders = new HashMap<>();
    for (int i = 0; i < sound.size(); i++) {
      Intake intake = sound.get(i);
      boolean hasLines =
          intake.hasEntity()
              && intake.event() instanceof SalesEvent sale
              && !sale.lines().isEmpty();
      int before = hasLines ? orders.getOrDefault(intake.route(), 0) : 0;
      // what is usual must be known before anything is unusual
      int kind = !hasLines ? 0 : before >= 5 && i % 2 == 0 ? 2 : 1;
      Event wrong = kind == 2 || i % 7 == 0 ? wrong(intake.event(), kind) : null;
      if (wrong != null) {
        planted.put(intake.source(), FAULTS.get(kind));
      }
      if (hasLines && kind != 2) {
        orders.merge(intake.route(), 1, Integer::sum);
      }
      faulty.add(wrong == null ? intake : intake.judged(accepted(wrong)));
    }
    Map<SourcePosition, String> found = new HashMap<>();
    for (Intake intake : judged(faulty, config)) {
      if (intake.isRefused()) {
        found.put(intake.source(), intake.detail().substring(5, intake.detail().indexOf(':')));
      } else if (!intake.event().repaired().isEmpty()) {
        found.put(intake.source(), String.join(",", intake.event().repaired()));
      }
    }
    assertThat(planted.values()).containsAll(FAULTS);
    assertThat(planted.size()).isGreaterThan(100);
    assertThat(found).isEqualTo(planted);
  }

  private static Decoded accepted(Event event) {
    return new Decoded.Accepted(event);
  }

  /** The event with a fault of a kind, or {@code null} if it cannot have it. */
  private static Event wrong(Event event, int kind) {
    if (event instanceof SalesEvent sale) {
      return kind == 0 ? null : wrong(sale, kind);
    }
    CustomerEvent visit = (CustomerEvent) event;
    return new CustomerEvent(
        visit.tenant(),
        visit.eventId(),
        visit.type(),
        1,
        visit.ts(),
        visit.customerId(),
        visit.sessionId(),
        visit.sku(),
        visit.text(),
        "toaster",
        visit.channel());
  }

  private static SalesEvent wrong(SalesEvent sale, int kind) {
    List<OrderLine> lines = new ArrayList<>(sale.lines());
    OrderLine first = lines.get(0);
    lines.set(
        0,
        new OrderLine(
            first.sku(),
            kind == 1 ? 900 : first.qty(),
            kind == 2 ? 99_000_000 : first.unitPrice(),
            first.unitCost(),
            0));
    return new SalesEvent(
        sale.tenant(),
        sale.eventId(),
        sale.type(),
        1,
        sale.ts(),
        sale.customerId(),
        sale.orderId(),
        sale.currency(),
        lines,
        sale.amount(),
        sale.payment(),
        sale.shipTo(),
        sale.device(),
        sale.channel());
  }

  private static List<Intake> judged(List<Intake> intakes, ScoringConfig config) {
    EntityStage customer =
        new EntityStages(
                config.entity(),
                config.features(),
                new RobustOutlier(config.orderValueAlert()),
                config.scoredTypes())
            .customer();
    CustomerHistories histories =
        new CustomerHistories(config.contract().remembering(customer).orElseThrow());
    return intakes.stream().map(histories::judged).toList();
  }

  /** What is written, by topic and source. */
  private static Map<String, String> contents(List<Output> outputs) {
    OutputSerializer serializer = new OutputSerializer("");
    Map<String, String> contents = new TreeMap<>();
    for (Output output : outputs) {
      ProducerRecord<byte[], byte[]> record = serializer.serialize(output);
      String detail = output instanceof DeadLetter letter ? letter.reason() + letter.detail() : "";
      contents.merge(
          record.topic() + " " + output.source(),
          detail + Arrays.toString(record.value()),
          (one, two) -> one + " and " + two);
    }
    return contents;
  }

  private List<Output> run(
      ScoringConfig config, List<Intake> events, int parallelism, String backend) throws Exception {
    CollectingSink sink = new CollectingSink();
    var configuration =
        TestInstallation.configuration(
            directory,
            Map.of(
                "state.backend.type", backend,
                "execution.checkpointing.interval", "20 ms",
                "restart-strategy.type", "none"));
    try (EmbeddedFlink flink =
        EmbeddedFlink.start(EmbeddedFlink.Settings.of(configuration, 1, parallelism))) {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      env.setParallelism(parallelism);
      ScoringPipeline.define(env, config, ReplaySource.of(events, directory, parallelism), sink);
      JobClient job = flink.submit(env.getStreamGraph());
      job.getJobExecutionResult().get(120, TimeUnit.SECONDS);
      assertThat(flink.status(job.getJobID())).isEqualTo(JobStatus.FINISHED);
    }
    return sink.take();
  }
}
