package io.atomstreams.pipelines.learning;

import io.atomstreams.pipelines.connector.AccessList;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.StartupCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The learning job between the topics of a Kafka cluster and a registry of models. */
public final class LearningJob {

  private LearningJob() {}

  /**
   * Runs the job: submitted to a cluster, or in this process if it is started by itself.
   *
   * @param args bootstrap servers unless the configuration names them, directory with {@code
   *     config.yaml}, {@code pipelines/learning.yaml} and what it names
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 1 || args.length > 2) {
      throw new IllegalArgumentException("usage: LearningJob [BOOTSTRAP_SERVERS] CONF_DIRECTORY");
    }
    Path conf = Path.of(args[args.length - 1]);
    LearningConfig config = LearningConfig.read(conf);
    String servers =
        config.kafka().servers(args.length == 2 ? Optional.of(args[0]) : Optional.empty());
    Configuration settings = GlobalConfiguration.loadConfiguration(conf.toString());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    define(env, config, servers);
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
        LearningEndpoints.sink(config, bootstrapServers),
        new LiveModels(config.models(), LearningEndpoints.models(config, bootstrapServers)));
  }

  /** What the job must be allowed. */
  public static AccessList access(LearningConfig config) {
    return LearningEndpoints.access(config);
  }
}
