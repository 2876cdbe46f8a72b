package io.atomstreams.pipelines.scoring;

import io.atomstreams.pipelines.connector.AccessList;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.StartupCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The scoring job between the topics of a Kafka cluster. */
public final class ScoringJob {

  private ScoringJob() {}

  /**
   * Runs the job: submitted to a cluster, or in this process if it is started by itself.
   *
   * @param args bootstrap servers unless the configuration names them, directory with {@code
   *     config.yaml} and {@code pipelines/scoring.yaml}
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 1 || args.length > 2) {
      throw new IllegalArgumentException("usage: ScoringJob [BOOTSTRAP_SERVERS] CONF_DIRECTORY");
    }
    Path conf = Path.of(args[args.length - 1]);
    ScoringConfig config = ScoringConfig.read(conf.resolve("pipelines").resolve("scoring.yaml"));
    String servers =
        config.kafka().servers(args.length == 2 ? Optional.of(args[0]) : Optional.empty());
    Configuration settings = GlobalConfiguration.loadConfiguration(conf.toString());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    define(env, config, servers);
    env.execute("scoring");
  }

  /** Checks the settings against the cluster, then defines the job between its topics. */
  public static void define(
      StreamExecutionEnvironment env, ScoringConfig config, String bootstrapServers) {
    StartupCheck.run(
        new KafkaClients(config.kafka(), bootstrapServers),
        access(config),
        Duration.ofMillis(Math.max(0, env.getCheckpointConfig().getCheckpointInterval())));
    ScoringPipeline.define(
        env,
        config,
        KafkaEndpoints.source(config, bootstrapServers),
        KafkaEndpoints.control(config, bootstrapServers),
        KafkaEndpoints.sink(config, bootstrapServers));
  }

  /** What the job must be allowed. */
  public static AccessList access(ScoringConfig config) {
    return KafkaEndpoints.access(config);
  }
}
