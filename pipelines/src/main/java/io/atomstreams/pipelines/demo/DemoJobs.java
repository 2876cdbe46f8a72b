package io.atomstreams.pipelines.demo;

import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.pipelines.connector.PublicSettings;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.learning.LearningJob;
import io.atomstreams.pipelines.monitoring.MonitoringJob;
import io.atomstreams.pipelines.rollout.FirstChampion;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.scoring.ScorerConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.ScoringJob;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The jobs of a demo, each with slots of its own: the account of the run is the scoring job's. */
final class DemoJobs {

  private static final Duration RUNNING_WITHIN = Duration.ofMinutes(2);
  private static final int MONITORING_SLOTS = 1;
  private static final int LEARNING_SLOTS = 1;

  private final DemoOptions options;
  private final String bootstrapServers;
  private final EmbeddedFlink flink;
  private final Configuration configuration;

  DemoJobs(
      DemoOptions options,
      String bootstrapServers,
      EmbeddedFlink flink,
      Configuration configuration) {
    this.options = options;
    this.bootstrapServers = bootstrapServers;
    this.flink = flink;
    this.configuration = PublicSettings.of(configuration);
  }

  /** Slots that are needed beside the scoring job's. */
  static int moreSlots(DemoOptions options) {
    return (options.monitoring().isPresent() ? MONITORING_SLOTS : 0)
        + (options.learning().isPresent() ? LEARNING_SLOTS : 0);
  }

  /** Returns once it runs. */
  JobID startScoring() {
    ScoringConfig config = options.config();
    for (ScorerConfig scorer : config.scorers()) {
      FirstChampion.ensure(
          scorer.id(),
          ModelStores.open(scorer.serving()),
          scorer.model(),
          new KafkaModelLog(
              Map.of("bootstrap.servers", bootstrapServers), config.kafka().topicPrefix()),
          "demo");
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    ScoringJob.define(env, config, bootstrapServers);
    JobID job = submit(env, "scoring");
    flink.awaitRunning(job, RUNNING_WITHIN);
    return job;
  }

  /** Those that are wanted. */
  void startOthers(Consumer<String> news) {
    options
        .monitoring()
        .ifPresent(
            config -> {
              StreamExecutionEnvironment env = environment(MONITORING_SLOTS);
              MonitoringJob.define(env, config, bootstrapServers);
              news.accept("monitoring job " + submit(env, "monitoring") + " starts");
            });
    options
        .learning()
        .ifPresent(
            config -> {
              StreamExecutionEnvironment env = environment(LEARNING_SLOTS);
              LearningJob.define(env, config, bootstrapServers);
              news.accept("learning job " + submit(env, "learning") + " starts");
            });
  }

  private StreamExecutionEnvironment environment(int slots) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(slots);
    return env;
  }

  private JobID submit(StreamExecutionEnvironment env, String name) {
    var graph = env.getStreamGraph();
    graph.setJobName(name);
    return flink.submit(graph).getJobID();
  }
}
