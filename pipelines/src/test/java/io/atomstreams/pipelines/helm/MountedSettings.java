package io.atomstreams.pipelines.helm;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomstreams.pipelines.learning.LearningConfig;
import io.atomstreams.pipelines.monitoring.MonitoringConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** The files that a job's pods see under {@code /etc/atom/conf}, laid into a directory. */
final class MountedSettings {

  private static final String PLACE = "/etc/atom/conf";

  private final JsonNode deployment;
  private final Path directory;

  /**
   * Mounts them as the pod's template says: what is not among the volume's items is not there.
   *
   * @param directory takes the place of the pod's
   */
  MountedSettings(List<JsonNode> manifests, JsonNode deployment, Path directory)
      throws IOException {
    this.deployment = deployment;
    this.directory = directory;
    JsonNode volume = volume(deployment);
    JsonNode data = configMap(manifests, volume.at("/configMap/name").asText()).path("data");
    for (JsonNode item : volume.at("/configMap/items")) {
      String key = item.path("key").asText();
      if (!data.has(key)) {
        throw new IllegalStateException("the ConfigMap has no " + key);
      }
      Path file = directory.resolve(item.path("path").asText());
      Files.createDirectories(file.getParent());
      Files.writeString(file, data.path(key).asText().replace(PLACE, directory.toString()));
    }
  }

  private static JsonNode volume(JsonNode deployment) {
    return StreamSupport.stream(
            deployment.at("/spec/podTemplate/spec/volumes").spliterator(), false)
        .filter(volume -> volume.path("name").asText().equals("settings"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode configMap(List<JsonNode> manifests, String name) {
    return Chart.ofKind(manifests, "ConfigMap").stream()
        .filter(one -> one.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no ConfigMap " + name));
  }

  /** The file that the job is told to read. */
  Path config() {
    return argument("--config");
  }

  private Path argument(String option) {
    JsonNode args = deployment.at("/spec/job/args");
    for (int i = 0; i + 1 < args.size(); i++) {
      if (args.get(i).asText().equals(option)) {
        String told = args.get(i + 1).asText();
        if (!told.startsWith(PLACE)) {
          throw new IllegalStateException(option + " is " + told + ", which is not mounted");
        }
        return Path.of(told.replace(PLACE, directory.toString()));
      }
    }
    throw new IllegalStateException("the job is not told " + option);
  }

  /** Reads them as the job does; problems are its own. */
  void readAsTheJobDoes() {
    String job = deployment.at("/spec/job/entryClass").asText();
    switch (job.substring(job.lastIndexOf('.') + 1)) {
      case "ScoringJob" -> ScoringConfig.read(config());
      case "LearningJob" -> LearningConfig.read(argument("--conf"));
      case "MonitoringJob" -> MonitoringConfig.read(config());
      default -> throw new IllegalStateException(job + " is none of the jobs");
    }
  }
}
