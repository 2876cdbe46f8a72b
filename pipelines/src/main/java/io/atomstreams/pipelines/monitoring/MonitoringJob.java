package io.atomstreams.pipelines.monitoring;

import io.atomstreams.pipelines.config.JobArguments;
import io.atomstreams.pipelines.connector.AccessList;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.StartupCheck;
import io.atomstreams.pipelines.connector.TidyKafkaSink;
import io.atomstreams.pipelines.connector.Topic;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

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
    define(env, config, config.kafka().servers(told.bootstrapServers()));
    env.execute("monitoring");
  }

  /** Checks the settings against the cluster, then defines the job between its topics. */
  public static void define(
      StreamExecutionEnvironment env, MonitoringConfig config, String bootstrapServers) {
    StartupCheck.run(
        new KafkaClients(config.kafka(), bootstrapServers),
        access(config),
        Duration.ofMillis(Math.max(0, env.getCheckpointConfig().getCheckpointInterval())));
    MonitoringPipeline.define(
        env,
        config.profiles(),
        MonitoringEndpoints.source(config, bootstrapServers),
        TidyKafkaSink.of(MonitoringEndpoints.sink(config, bootstrapServers)));
  }

  /** What the job must be allowed. */
  public static AccessList access(MonitoringConfig config) {
    String prefix = config.kafka().topicPrefix();
    Set<String> reads = new TreeSet<>(config.profiles().topics());
    reads.add(Topic.COMMANDS.in(prefix));
    return AccessList.of(
        config.kafka(), reads, Set.of(Topic.PROFILES.in(prefix)), Set.of(Topic.AUDIT.in(prefix)));
  }
}
