package io.atomstreams.pipelines.demo;

import io.atomstreams.pipelines.learning.LearningConfig;
import io.atomstreams.pipelines.monitoring.MonitoringConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What to run.
 *
 * @param conf directory with {@code config.yaml}
 * @param config of the scoring job
 * @param limit most events; {@code Long.MAX_VALUE} for no limit
 * @param output where to write the output topics as JSON lines
 * @param monitoring of the monitoring job, if it is to run too
 * @param learning of the learning job, if it is to run too
 * @param rival when the simulator lets a rival open, if it does
 * @param ports wanted ports
 */
public record DemoOptions(
    Path conf,
    ScoringConfig config,
    long limit,
    Optional<Path> output,
    Optional<MonitoringConfig> monitoring,
    Optional<LearningConfig> learning,
    Optional<Instant> rival,
    WantedPorts ports) {

  /** Ports to try first; 0 for any. */
  public record WantedPorts(int kafka, int web, int metrics) {

    public static WantedPorts usual() {
      return new WantedPorts(9092, 8081, 9249);
    }

    public static WantedPorts any() {
      return new WantedPorts(0, 0, 0);
    }
  }
}
