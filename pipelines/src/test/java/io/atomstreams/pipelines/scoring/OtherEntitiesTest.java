package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.replay.ReplaySource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        .hasMessageContaining("features of product, device, session, tenant")
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
