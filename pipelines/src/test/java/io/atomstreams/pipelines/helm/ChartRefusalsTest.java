package io.atomstreams.pipelines.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart refuses, and with what words. */
class ChartRefusalsTest {

  private static final Chart CHART = new Chart(Chart.DIRECTORY);

  @Test
  void anInstallationWithoutAnImageIsTold() {
    Map<String, String> values = Map.of("kafka.bootstrapServers", "kafka.example.net:9093");
    assertThatThrownBy(() -> CHART.render(List.of(), values))
        .hasMessageContaining("image.repository is missing: where the cluster finds the image");
  }

  @Test
  void anInstallationWithoutBrokersIsTold() {
    Map<String, String> values = Map.of("image.repository", "registry.example.net/atom-streams");
    assertThatThrownBy(() -> CHART.render(List.of(), values))
        .hasMessageContaining("kafka.bootstrapServers is missing: one or more brokers");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        // unknown keys, at each level
        arguments("replicas: 3", "Additional property replicas is not allowed"),
        arguments("image: {repo: x}", "Additional property repo is not allowed"),
        arguments("kafka: {bootstrap: x}", "Additional property bootstrap is not allowed"),
        arguments("kafka: {tls: {on: true}}", "Additional property true is not allowed"),
        arguments("kafka: {tls: {ca: {secret: x}}}", "Additional property secret is not allowed"),
        arguments(
            "kafka: {authentication: {password: x}}",
            "Additional property password is not allowed"),
        arguments(
            "kafka: {authentication: {scram: {password: x}}}",
            "Additional property password is not allowed"),
        arguments("topics: {replication: 3}", "Additional property replication is not allowed"),
        arguments("storage: {uri: 's3://b'}", "Additional property uri is not allowed"),
        arguments(
            "storage: {s3: {credentials: {secretAccessKey: x}}}",
            "Additional property secretAccessKey is not allowed"),
        arguments("networkPolicy: {dns: x}", "Additional property dns is not allowed"),
        arguments("monitoring: {alerts: x}", "Additional property alerts is not allowed"),
        arguments("jobs: {forecasting: {}}", "Additional property forecasting is not allowed"),
        arguments(
            "jobs: {scoring: {paralelism: 2}}", "Additional property paralelism is not allowed"),
        arguments(
            "jobs: {scoring: {taskManager: {gpus: 1}}}", "Additional property gpus is not allowed"),
        // values
        arguments("flinkVersion: v1_20", "flinkVersion"),
        arguments("image: {repository: 'r.example.net/atom:1'}", "image.repository"),
        arguments("image: {digest: 'sha256:12'}", "image.digest"),
        arguments("fullnameOverride: a-name-that-is-far-too-long-for-flink", "fullnameOverride"),
        arguments("kafka: {bootstrapServers: kafka}", "kafka.bootstrapServers"),
        arguments("kafka: {authentication: {type: plain}}", "kafka.authentication.type"),
        arguments("topics: {partitions: 0}", "topics.partitions"),
        arguments("storage: {type: hdfs}", "storage.type"),
        arguments("jobs: {scoring: {parallelism: 129}}", "jobs.scoring.parallelism"),
        arguments("jobs: {scoring: {parallelism: '4'}}", "jobs.scoring.parallelism"),
        arguments("jobs: {scoring: {upgradeMode: never}}", "jobs.scoring.upgradeMode"),
        arguments("jobs: {scoring: {taskManager: {memory: 4}}}", "jobs.scoring.taskManager.memory"),
        arguments("jobs: {scoring: {flink: {state: {backend: x}}}}", "jobs.scoring.flink.state"),
        arguments("networkPolicy: {operator: {from: []}}", "networkPolicy.operator.from"),
        // secrets
        arguments("kafka: {client: {ssl.key.password: hunter2}}", "kafka.client.ssl.key.password"),
        arguments(
            "kafka: {client: {sasl.jaas.config: 'X required username=\"a\" password=\"hunter2\";'}}",
            "kafka.client.sasl.jaas.config"),
        arguments(
            "jobs: {learning: {pipeline: {kafka: {producer: {ssl.keystore.password: hunter2}}}}}",
            "jobs.learning.pipeline.kafka.producer.ssl.keystore.password"),
        arguments("flink: {s3.secret-key: hunter2}", "flink"),
        arguments(
            "jobs: {scoring: {env: [{name: ATOM_PRIVACY_KEY, value: hunter2}]}}",
            "jobs.scoring.env.0"),
        arguments(
            "models: {trustedKeys: {a.pub: '-----BEGIN PRIVATE KEY-----'}}",
            "models.trustedKeys.a.pub"),
        // what fits no other value
        arguments("storage: {type: s3}", "storage.s3.uri is missing"),
        arguments(
            "kafka: {authentication: {type: scram}}", "kafka.authentication.secretName is missing"),
        arguments("kafka: {strimzi: {enabled: true}}", "kafka.strimzi.cluster is missing"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aValueThatCannotBeMeantIsNamed(String values, String named, @TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("values.yaml"), values);
    assertThatThrownBy(() -> CHART.render(List.of(file), Chart.NEEDED))
        .hasMessageContaining(named)
        .message()
        .doesNotContain("hunter2");
  }

  /** The job's own reader refuses what the chart passes on. */
  @Test
  void aSettingThatTheJobDoesNotKnowIsRefusedByTheJobAndNamed(@TempDir Path directory)
      throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("values.yaml"), "jobs: {scoring: {pipeline: {scorer: {maxRow: 1}}}}");
    var manifests = CHART.manifests(List.of(file));
    var scoring =
        Chart.ofKind(manifests, "FlinkDeployment").stream()
            .filter(one -> Chart.title(one).endsWith("-scoring"))
            .findFirst()
            .orElseThrow();
    MountedSettings settings = new MountedSettings(manifests, scoring, directory.resolve("conf"));
    assertThatThrownBy(settings::readAsTheJobDoes)
        .hasMessageContaining("scorer.maxRow")
        .hasMessageContaining("maxRows");
  }

  @Test
  void aSettingTakenOutIsGone(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("values.yaml"), "flink: {metrics.latency.granularity: null}");
    assertThat(CHART.render(List.of(file), Chart.NEEDED)).doesNotContain("latency.granularity");
  }
}
