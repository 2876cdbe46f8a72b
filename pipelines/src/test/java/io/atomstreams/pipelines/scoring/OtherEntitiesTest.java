package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.replay.ReplaySource;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  /** What {@code customers_of_device_365d} is on. */
  private static final Set<EventType> COUNTED = Set.of(EventType.ORDER_PLACED, EventType.LOGIN);

  @TempDir Path directory;
  private ScoringConfig config;
  private ScoringConfig customersOnly;
  private SimulatedIntakes events;
  private Map<SourcePosition, Intake> intakes;

  @BeforeEach
  void configure() throws Exception {
    customersOnly = TestSettings.in(directory.resolve("plain"));
    config = ManyEntities.config(directory);
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

    Map<SourcePosition, Integer> asked =
        ManyEntities.check(config, log, source -> intakes.get(source).event());
    for (FeatureRecord record : log.values()) {
      FeatureRecord customers = plain.get(record.source());
      assertThat(record.outcome()).isEqualTo(customers.outcome());
      assertThat(record.entity()).isEqualTo(customers.entity());
      // the features of the customer stand first in this list
      assertThat(record.vector()).startsWith(customers.vector());
    }
    int scored = asked.size();
    assertThat(scored).isGreaterThan(80);
    assertThat(asked.values().stream().filter(entities -> entities > 4)).hasSizeGreaterThan(20);
    assertThat(outputs.stream().filter(Prediction.class::isInstance)).hasSize(scored);
    assertThat(predictedInOrder(outputs)).isTrue();
    requireDegrees(log.values());
    assertThat(touches(log.values(), "market/").keySet())
        .hasSizeGreaterThan(3)
        .allMatch(market -> market.matches("market/demo\\|(web|app)/[a-z]{2}"));
  }

  /** How many customers a device has had, against a set for each device. */
  private void requireDegrees(Collection<FeatureRecord> log) {
    int place = config.features().names().indexOf("customers_of_device_365d");
    Set<Integer> degrees = new TreeSet<>();
    for (SortedMap<Long, FeatureRecord> ofDevice : touches(log, "device/").values()) {
      Set<String> customers = new HashSet<>();
      for (FeatureRecord record : ofDevice.values()) {
        Event event = intakes.get(record.source()).event();
        if (event.customerId() != null && COUNTED.contains(event.type())) {
          customers.add(event.customerId());
        }
        if (record.scored()) {
          assertThat(record.vector()[place]).isEqualTo(customers.size());
          degrees.add(customers.size());
        }
      }
    }
    assertThat(degrees).hasSizeGreaterThan(5);
  }

  /** By entity, what touched it in the order in which it did. */
  private static Map<String, SortedMap<Long, FeatureRecord>> touches(
      Collection<FeatureRecord> log, String kind) {
    Map<String, SortedMap<Long, FeatureRecord>> touches = new TreeMap<>();
    for (FeatureRecord record : log) {
      for (FeatureRecord.Touch touch : record.touched()) {
        if (touch.entity().startsWith(kind) && record.outcome() != Outcome.DUPLICATE) {
          touches
              .computeIfAbsent(touch.entity(), entity -> new TreeMap<>())
              .put(touch.sequence(), record);
        }
      }
    }
    return touches;
  }

  @Test
  void unalignedCheckpointsAreRefusedBeforeAnythingStarts() throws Exception {
    var configuration =
        TestInstallation.configuration(
            directory, Map.of("execution.checkpointing.unaligned.enabled", "true"));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    assertThatThrownBy(
            () ->
                ScoringPipeline.define(
                    env, config, ReplaySource.of(events.all(), directory, 2), new CollectingSink()))
        .hasMessageContaining(
            "features of product, device, session, tenant, component-connected_30d, market")
        .hasMessageContaining("execution.checkpointing.unaligned.enabled");
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
      ScoringPipeline.define(env, config, ReplaySource.of(events.all(), directory, 2), sink);
      JobClient job = flink.submit(env.getStreamGraph());
      job.getJobExecutionResult().get(120, TimeUnit.SECONDS);
      assertThat(flink.status(job.getJobID())).isEqualTo(JobStatus.FINISHED);
    }
    return sink.take();
  }
}
