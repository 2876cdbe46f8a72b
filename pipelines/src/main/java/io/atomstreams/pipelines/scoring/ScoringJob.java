package io.atomstreams.pipelines.scoring;

import io.atomstreams.pipelines.config.JobArguments;
import io.atomstreams.pipelines.connector.TidyKafkaSink;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;

/** The scoring job between the topics of a Kafka cluster. */
public final class ScoringJob {

  private ScoringJob() {}

  /**
   * Defines the job and hands it to the cluster that runs this method, with that cluster's settings
   * or those of whoever submits.
   *
   * @param args as {@link JobArguments} takes them
   */
  public static void main(String[] args) throws Exception {
    JobArguments told = JobArguments.parse("scoring", args);
    ScoringConfig config = ScoringConfig.read(told.config()).withRegistriesLocated();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, config, told.bootstrapServers(""));
    env.execute("scoring");
  }

  /** Checks the settings against the cluster, then defines the job between its topics. */
  public static void define(
      StreamExecutionEnvironment env, ScoringConfig config, String bootstrapServers) {
    Duration interval =
        Duration.ofMillis(Math.max(0, env.getCheckpointConfig().getCheckpointInterval()));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      StartupCheck.run(config, interval, admin);
    }
    ScoringPipeline.define(
        env,
        config,
        KafkaEndpoints.source(config, bootstrapServers),
        KafkaEndpoints.control(config, bootstrapServers),
        TidyKafkaSink.of(KafkaEndpoints.sink(config, bootstrapServers)));
  }
}
