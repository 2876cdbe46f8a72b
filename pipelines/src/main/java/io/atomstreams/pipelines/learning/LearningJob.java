package io.atomstreams.pipelines.learning;

import io.atomstreams.pipelines.config.JobArguments;
import io.atomstreams.pipelines.connector.AccessList;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.StartupCheck;
import io.atomstreams.pipelines.connector.TidyKafkaSink;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The learning job between the topics of a Kafka cluster and a registry of models. */
public final class LearningJob {

  private LearningJob() {}

  /**
   * Defines the job and hands it to the cluster that runs this method, with that cluster's settings
   * or those of whoever submits.
   *
   * @param args as {@link JobArguments} takes them
   */
  public static void main(String[] args) throws Exception {
    JobArguments told = JobArguments.parse("learning", args);
    LearningConfig config = LearningConfig.read(told.config(), told.conf()).withRegistryLocated();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, config, config.kafka().servers(told.bootstrapServers()));
    env.execute("learning");
  }

  /** Checks the settings against the cluster, then defines the job between its topics. */
  public static void define(
      StreamExecutionEnvironment env, LearningConfig config, String bootstrapServers) {
    StartupCheck.run(
        new KafkaClients(config.kafka(), bootstrapServers),
        access(config),
        Duration.ofMillis(Math.max(0, env.getCheckpointConfig().getCheckpointInterval())));
    LearningPipeline.define(
        env,
        config,
        LearningEndpoints.source(config, bootstrapServers),
        TidyKafkaSink.of(LearningEndpoints.sink(config, bootstrapServers)),
        new LiveModels(config.models(), LearningEndpoints.models(config, bootstrapServers)));
  }

  /** What the job must be allowed. */
  public static AccessList access(LearningConfig config) {
    return LearningEndpoints.access(config);
  }
}
