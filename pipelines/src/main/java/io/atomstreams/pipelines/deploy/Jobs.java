package io.atomstreams.pipelines.deploy;

import io.atomstreams.model.NearestNames;
import io.atomstreams.pipelines.connector.AccessList;
import io.atomstreams.pipelines.learning.LearningConfig;
import io.atomstreams.pipelines.learning.LearningJob;
import io.atomstreams.pipelines.monitoring.MonitoringConfig;
import io.atomstreams.pipelines.monitoring.MonitoringJob;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.ScoringJob;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The jobs that can be submitted to a cluster. A new one is a line here. */
public final class Jobs {

  /** All of them. */
  public static final List<Job> ALL =
      List.of(
          new Job(
              "scoring",
              ScoringJob.class.getName(),
              "scoring.yaml",
              conf ->
                  ScoringJob.access(ScoringConfig.read(conf.resolve("pipelines/scoring.yaml")))),
          new Job(
              "learning",
              LearningJob.class.getName(),
              "learning.yaml",
              conf -> LearningJob.access(LearningConfig.read(conf))),
          new Job(
              "monitoring",
              MonitoringJob.class.getName(),
              "monitoring.yaml",
              conf ->
                  MonitoringJob.access(
                      MonitoringConfig.read(conf.resolve("pipelines/monitoring.yaml")))));

  private Jobs() {}

  /**
   * A job.
   *
   * @param name how people call it; also its name in Flink
   * @param mainClass in the job jar; takes {@link io.atomstreams.pipelines.config.JobArguments}
   * @param file its settings in the directory {@code pipelines} of a configuration directory
   * @param access what it must be allowed on Kafka, by a configuration directory
   */
  public record Job(String name, String mainClass, String file, Function<Path, AccessList> access) {

    /** Its settings, unless somebody names others. */
    public Path configuration(Path conf) {
      return conf.resolve("pipelines").resolve(file);
    }
  }

  public static List<String> names() {
    return ALL.stream().map(Job::name).toList();
  }

  /**
   * The job of this name.
   *
   * @throws IllegalArgumentException if there is none; the message says which ones there are
   */
  public static Job named(String name) {
    return ALL.stream()
        .filter(job -> job.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no job " + name + "; " + NearestNames.hint(name, names())));
  }
}
