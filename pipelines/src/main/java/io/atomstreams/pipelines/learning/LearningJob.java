package io.atomstreams.pipelines.learning;

import io.atomstreams.pipelines.config.JobArguments;
import io.atomstreams.pipelines.connector.TidyKafkaSink;
import io.atomstreams.pipelines.scoring.StartupCheck;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;

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
    define(env, config, told.bootstrapServers(""));
    env.execute("learning");
  }

  /** Checks the settings against the cluster, then defines the job between its topics. */
  public static void define(
      StreamExecutionEnvironment env, LearningConfig config, String bootstrapServers) {
    Duration interval =
        Duration.ofMillis(Math.max(0, env.getCheckpointConfig().getCheckpointInterval()));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      StartupCheck.run(
          config.kafka().transactionTimeout(), LearningEndpoints.topics(config), interval, admin);
    }
    LearningPipeline.define(
        env,
        config,
        LearningEndpoints.source(config, bootstrapServers),
        TidyKafkaSink.of(LearningEndpoints.sink(config, bootstrapServers)),
        new LiveModels(config.models(), LearningEndpoints.models(config, bootstrapServers)));
  }
}
