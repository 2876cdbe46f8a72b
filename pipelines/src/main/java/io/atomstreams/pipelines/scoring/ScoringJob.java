package io.atomstreams.pipelines.scoring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;

/** The scoring job between the topics of a Kafka cluster. */
public final class ScoringJob {

  private ScoringJob() {}

  /**
   * Runs the job.
   *
   * @param args bootstrap servers, path of {@code scoring.yaml}
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      throw new IllegalArgumentException("usage: ScoringJob BOOTSTRAP_SERVERS SCORING_YAML");
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, ScoringConfig.read(Path.of(args[1])), args[0]);
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
        KafkaEndpoints.sink(config, bootstrapServers));
  }
}
