package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Features of products, devices and sessions in the running job, against plain loops. */
@Timeout(300)
class OtherEntitiesTest {

  private static final int EVENTS = 6_000;

  /** One long window a kind, so that no state expires and starts its sequence anew. */
  private static final String MORE =
      """
      - {name: sold_7d, entity: product, aggregate: sum, value: units, on: [order_placed], window: 7d, over: mean}
      - {name: price_30d, entity: product, aggregate: mean, value: "order_value / units", on: [order_placed], window: 30d}
      - {name: price_1h, entity: product, aggregate: last, value: "order_value / units", on: [order_placed], window: 1h}
      - {name: viewed_7d, entity: product, aggregate: count, on: [page_view], window: 7d, over: max, default: 0}
      - {name: sold_365d, entity: product, aggregate: count, on: [order_placed], window: 365d}
      - {name: price_to_usual, ratio: [price_1h, price_30d]}
      - {name: device_orders_1d, entity: device, aggregate: count, on: [order_placed], window: 1d}
      - {name: device_orders_365d, entity: device, aggregate: count, on: [order_placed], window: 365d}
      - {name: session_views_1h, entity: session, aggregate: count, on: [page_view], window: 1h}
      - {name: orders_of_all, entity: tenant, aggregate: count, on: [order_placed], windows: [1h, 365d]}
      """;

  @TempDir Path directory;
  private ScoringConfig config;
  private ScoringConfig customersOnly;
  private SimulatedIntakes events;
  private Map<SourcePosition, Intake> intakes;

  @BeforeEach
  void configure() throws Exception {
    String shipped = Files.readString(ScoringConfigTest.SHIPPED);
    String more = shipped.replace("\nalerts:", "\n" + MORE.indent(4) + "\nalerts:");
    customersOnly = TestSettings.in(directory.resolve("plain"));
    config =
        LinearModelFile.save(
            YamlDocument.parse("scoring.yaml", more).as(ScoringConfig::of), directory);
    events = SimulatedIntakes.of(11, EVENTS, config);
    intakes = events.all().stream().collect(Collectors.toMap(Intake::source, Function.identity()));
  }

  @ParameterizedTest
  @CsvSource({"1, hashmap", "2, rocksdb"})
  void everyEntityCountsEveryEventOnceAndVectorsHoldWhatItSaid(int parallelism, String backend)
      throws Exception {
    List<Output> outputs = run(parallelism, backend);
    Map<SourcePosition, FeatureRecord> log = log(outputs);
    Map<SourcePosition, FeatureRecord> plain = log(OfflineRun.outputs(events.all(), customersOnly));
    assertThat(log.keySet()).isEqualTo(plain.keySet());

    EntityStages stages =
        new EntityStages(
            config.entity(),
            config.features(),
            new RobustOutlier(config.orderValueAlert()),
            config.scoredTypes());
    Map<SourcePosition, List<EntityVisit.Answer>> answers = answers(stages, log);
    int scored = 0;
    int several = 0;
    for (FeatureRecord record : log.values()) {
      FeatureRecord customers = plain.get(record.source());
      assertThat(record.outcome()).isEqualTo(customers.outcome());
      assertThat(record.entity()).isEqualTo(customers.entity());
      if (record.scored()) {
        // the features of the customer stand first in this list, then come the others
        float[] vector = new float[config.features().size()];
        Arrays.fill(vector, Float.NaN);
        System.arraycopy(customers.vector(), 0, vector, 0, customers.vector().length);
        List<EntityVisit.Answer> said = answers.getOrDefault(record.source(), List.of());
        stages.assembly().complete(vector, said);
        assertThat(record.vector()).as(record.source().toString()).isEqualTo(vector);
        scored++;
        several += said.stream().filter(a -> a.values().length > 0).count() > 3 ? 1 : 0;
      }
    }
    assertThat(scored).isGreaterThan(80);
    assertThat(several).as("orders of several products").isGreaterThan(20);
    assertThat(outputs.stream().filter(Prediction.class::isInstance)).hasSize(scored);
    assertThat(predictedInOrder(outputs)).isTrue();
  }

  @Test
  void unalignedCheckpointsAreRefusedBeforeAnythingStarts() {
    var configuration =
        TestInstallation.configuration(
            directory, Map.of("execution.checkpointing.unaligned.enabled", "true"));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    assertThatThrownBy(
            () ->
                ScoringPipeline.define(
                    env, config, new SimulatedSource(events), new CollectingSink()))
        .hasMessageContaining("features of product, device, session, tenant")
        .hasMessageContaining("execution.checkpointing.unaligned.enabled");
  }

  /** Follows each entity's visits in the order of its sequence; there are no gaps in it. */
  private Map<SourcePosition, List<EntityVisit.Answer>> answers(
      EntityStages stages, Map<SourcePosition, FeatureRecord> log) {
    Map<String, TreeMap<Long, EntityVisit>> visits = new HashMap<>();
    for (FeatureRecord record : log.values()) {
      Event event = intakes.get(record.source()).event();
      int first = record.entity() == null ? 0 : 1;
      List<EntityVisit> asked =
          record.outcome() == FeatureRecord.Outcome.DUPLICATE
              ? List.of()
              : stages.visits(event, record.home(), record.source(), first, record.scored());
      assertThat(record.touched()).hasSize(first + asked.size());
      for (EntityVisit visit : asked) {
        Touch touch = record.touched().get(visit.place());
        assertThat(touch.entity()).isEqualTo(visit.key());
        EntityVisit other =
            visits.computeIfAbsent(visit.key(), k -> new TreeMap<>()).put(touch.sequence(), visit);
        assertThat(other).as("two visits with sequence %s", touch).isNull();
      }
    }
    Map<SourcePosition, List<EntityVisit.Answer>> answers = new HashMap<>();
    visits.forEach(
        (key, bySequence) -> {
          assertThat(bySequence.keySet())
              .containsExactlyElementsOf(
                  LongStream.rangeClosed(1, bySequence.size()).boxed().toList());
          EntityState state = null;
          for (EntityVisit visit : bySequence.values()) {
            var stage = stages.others().get(visit.kind());
            state = stage.applyAccepted(state, visit.event());
            answers
                .computeIfAbsent(visit.source(), s -> new ArrayList<>())
                .add(visit.answer(stage, state));
          }
        });
    answers.values().forEach(a -> a.sort(Comparator.comparing(EntityVisit.Answer::place)));
    return answers;
  }

  private static boolean predictedInOrder(List<Output> outputs) {
    Map<String, Long> latest = new HashMap<>();
    return outputs.stream()
        .filter(Prediction.class::isInstance)
        .map(Prediction.class::cast)
        .allMatch(p -> latest.merge(p.entity(), p.sequence(), Math::max) == p.sequence());
  }

  private static Map<SourcePosition, FeatureRecord> log(List<Output> outputs) {
    return outputs.stream()
        .filter(FeatureRecord.class::isInstance)
        .map(FeatureRecord.class::cast)
        .collect(Collectors.toMap(FeatureRecord::source, Function.identity()));
  }

  private List<Output> run(int parallelism, String backend) throws Exception {
    CollectingSink sink = new CollectingSink();
    // many barriers pass while records wait for answers
    var configuration =
        TestInstallation.configuration(
            directory,
            Map.of(
                "state.backend.type", backend,
                "execution.checkpointing.interval", "20 ms",
                "execution.checkpointing.tolerable-failed-checkpoints", "0",
                "restart-strategy.type", "none"));
    try (EmbeddedFlink flink =
        EmbeddedFlink.start(EmbeddedFlink.Settings.of(configuration, 1, parallelism))) {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      env.setParallelism(parallelism);
      ScoringPipeline.define(env, config, new SimulatedSource(events), sink);
      JobClient job = flink.submit(env.getStreamGraph());
      job.getJobExecutionResult().get(120, TimeUnit.SECONDS);
      assertThat(flink.status(job.getJobID())).isEqualTo(JobStatus.FINISHED);
    }
    return sink.take();
  }
}
