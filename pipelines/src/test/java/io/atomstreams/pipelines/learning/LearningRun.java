package io.atomstreams.pipelines.learning;

import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.pipelines.config.YamlDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The learning topology over examples in memory, in a cluster in this process. */
final class LearningRun {

  private static final int A_SECOND = 3000;

  private final LearningConfig config;
  private final List<Example> examples;
  private final Path directory;

  /**
   * What a run left behind.
   *
   * @param findings committed, sorted
   * @param versions digests by version
   * @param failures how many there were
   */
  record Result(List<String> findings, Map<String, String> versions, int failures) {}

  LearningRun(String yaml, List<Example> examples, Path directory) {
    this.config =
        YamlDocument.parse("learning.yaml", yaml)
            .as(
                root ->
                    LearningConfig.of(root, Path.of("../flink-conf"), LearningExamples.FEATURES));
    this.examples = examples;
    this.directory = directory;
  }

  LearningConfig config() {
    return config;
  }

  /** Runs to the end; the job fails whenever it comes to one of these examples first. */
  Result run(String name, String backend, int parallelism, Set<Integer> failAt) throws Exception {
    Path registry = directory.resolve(name).resolve("models");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(settings(name, backend));
    env.setParallelism(parallelism);
    Failing failing = new Failing(failAt);
    CommittedSink outputs = new CommittedSink();
    LearningPipeline.define(
        source(env).map(failing).returns(CodecTypeInformation.example()).uid("failing"),
        config,
        outputs,
        new LiveModels(registry.toString(), ModelLog.recorded(List.of())));
    env.execute(name);
    Map<String, String> versions = new TreeMap<>();
    ModelRegistry models = ModelRegistry.at(registry);
    models.list().forEach(ref -> versions.put(ref.toString(), models.manifest(ref).toString()));
    return new Result(outputs.take(), versions, failing.failures());
  }

  private Configuration settings(String name, String backend) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(StateBackendOptions.STATE_BACKEND, backend);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(60));
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve(name).resolve("checkpoints").toUri().toString());
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    return settings;
  }

  private DataStream<Example> source(StreamExecutionEnvironment env) {
    DataGeneratorSource<Example> source =
        new DataGeneratorSource<>(
            new Taking(examples),
            examples.size(),
            RateLimiterStrategy.perSecond(A_SECOND),
            CodecTypeInformation.example());
    return env.fromSource(
            source,
            WatermarkStrategy.<Example>forBoundedOutOfOrderness(Duration.ofSeconds(30))
                .withTimestampAssigner((example, before) -> example.ts()),
            "examples")
        .uid("source");
  }

  /** The examples by their number; they live in this JVM, so that none is serialised. */
  private static final class Taking implements GeneratorFunction<Long, Example> {
    private static final long serialVersionUID = 1;
    private static final Map<String, List<Example>> STREAMS = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    Taking(List<Example> examples) {
      STREAMS.put(id, examples);
    }

    @Override
    public Example map(Long number) {
      return STREAMS.get(id).get(number.intValue());
    }
  }

  /** Fails once at each of some questions. */
  private static final class Failing implements MapFunction<Example, Example> {
    private static final long serialVersionUID = 1;
    private static final Map<String, Set<Integer>> LEFT = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final int wanted;

    Failing(Set<Integer> failAt) {
      Set<Integer> left = ConcurrentHashMap.newKeySet();
      left.addAll(failAt);
      LEFT.put(id, left);
      wanted = failAt.size();
    }

    int failures() {
      return wanted - LEFT.remove(id).size();
    }

    @Override
    public Example map(Example example) {
      if (LEFT.get(id).remove((int) example.source().offset())) {
        throw new IllegalStateException("killed at question " + example.source().offset());
      }
      return example;
    }
  }
}
