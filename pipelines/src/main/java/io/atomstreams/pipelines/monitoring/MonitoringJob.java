package io.atomstreams.pipelines.monitoring;

import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.scoring.StartupCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;

/** The monitoring job between the topics of a Kafka cluster. */
public final class MonitoringJob {

  private MonitoringJob() {}

  /**
   * Runs the job: submitted to a cluster, or in this process if it is started by itself.
   *
   * @param args bootstrap servers unless the configuration names them, directory with {@code
   *     config.yaml} and {@code pipelines/monitoring.yaml}
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 1 || args.length > 2) {
      throw new IllegalArgumentException("usage: MonitoringJob [BOOTSTRAP_SERVERS] CONF_DIRECTORY");
    }
    Path conf = Path.of(args[args.length - 1]);
    MonitoringConfig config =
        MonitoringConfig.read(conf.resolve("pipelines").resolve("monitoring.yaml"));
    String servers =
        config.kafka().servers(args.length == 2 ? Optional.of(args[0]) : Optional.empty());
    Configuration settings = GlobalConfiguration.loadConfiguration(conf.toString());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    define(env, config, servers);
    env.execute("monitoring");
  }

  /** Checks the settings against the cluster, then defines the job between its topics. */
  public static void define(
      StreamExecutionEnvironment env, MonitoringConfig config, String bootstrapServers) {
    Duration interval =
        Duration.ofMillis(Math.max(0, env.getCheckpointConfig().getCheckpointInterval()));
    Set<String> needed = new HashSet<>(config.profiles().topics());
    needed.add(Topic.PROFILES.in(config.kafka().topicPrefix()));
    try (Admin admin = Admin.create(new KafkaClients(config.kafka(), bootstrapServers).admin())) {
      StartupCheck.run(config.kafka().transactionTimeout(), needed, interval, admin);
    }
    MonitoringPipeline.define(
        env,
        config.profiles(),
        MonitoringEndpoints.source(config, bootstrapServers),
        MonitoringEndpoints.sink(config, bootstrapServers));
  }
}
