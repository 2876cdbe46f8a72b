package io.atomstreams.pipelines.monitoring;

import io.atomstreams.pipelines.config.JobArguments;
import io.atomstreams.pipelines.connector.TidyKafkaSink;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.scoring.StartupCheck;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;

/** The monitoring job between the topics of a Kafka cluster. */
public final class MonitoringJob {

  private MonitoringJob() {}

  /**
   * Defines the job and hands it to the cluster that runs this method, with that cluster's settings
   * or those of whoever submits.
   *
   * @param args as {@link JobArguments} takes them
   */
  public static void main(String[] args) throws Exception {
    JobArguments told = JobArguments.parse("monitoring", args);
    MonitoringConfig config = MonitoringConfig.read(told.config());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, config, told.bootstrapServers(""));
    env.execute("monitoring");
  }

  /** Checks the settings against the cluster, then defines the job between its topics. */
  public static void define(
      StreamExecutionEnvironment env, MonitoringConfig config, String bootstrapServers) {
    Duration interval =
        Duration.ofMillis(Math.max(0, env.getCheckpointConfig().getCheckpointInterval()));
    Set<String> needed = new HashSet<>(config.profiles().topics());
    needed.add(Topic.PROFILES.in(config.kafka().topicPrefix()));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      StartupCheck.run(config.kafka().transactionTimeout(), needed, interval, admin);
    }
    MonitoringPipeline.define(
        env,
        config.profiles(),
        MonitoringEndpoints.source(config, bootstrapServers),
        TidyKafkaSink.of(MonitoringEndpoints.sink(config, bootstrapServers)));
  }
}
