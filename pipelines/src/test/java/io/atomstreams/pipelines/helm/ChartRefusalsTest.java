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
        unknown("replicas: 3", "", "replicas"),
        unknown("image: {repo: x}", "/image", "repo"),
        unknown("kafka: {bootstrap: x}", "/kafka", "bootstrap"),
        unknown("kafka: {tls: {on: true}}", "/kafka/tls", "true"),
        unknown("kafka: {tls: {ca: {secret: x}}}", "/kafka/tls/ca", "secret"),
        unknown("kafka: {authentication: {password: x}}", "/kafka/authentication", "password"),
        unknown(
            "kafka: {authentication: {scram: {password: x}}}",
            "/kafka/authentication/scram",
            "password"),
        unknown("kafka: {authentication: {mtls: {key: x}}}", "/kafka/authentication/mtls", "key"),
        unknown("kafka: {strimzi: {user: x}}", "/kafka/strimzi", "user"),
        unknown("topics: {replication: 3}", "/topics", "replication"),
        unknown("storage: {uri: 's3://b'}", "/storage", "uri"),
        unknown("storage: {volume: {class: x}}", "/storage/volume", "class"),
        unknown(
            "storage: {s3: {credentials: {secretAccessKey: x}}}",
            "/storage/s3/credentials",
            "secretAccessKey"),
        unknown("models: {path: x}", "/models", "path"),
        unknown("highAvailability: {replicas: 2}", "/highAvailability", "replicas"),
        unknown("serviceAccount: {name: x}", "/serviceAccount", "name"),
        unknown("pod: {affinity: x}", "/pod", "affinity"),
        unknown("podDisruptionBudget: {min: 1}", "/podDisruptionBudget", "min"),
        unknown("networkPolicy: {dns: x}", "/networkPolicy", "dns"),
        unknown("networkPolicy: {kafka: {port: 1}}", "/networkPolicy/kafka", "port"),
        unknown("networkPolicy: {ui: {to: []}}", "/networkPolicy/ui", "to"),
        unknown("monitoring: {alerts: x}", "/monitoring", "alerts"),
        unknown("monitoring: {podMonitor: {port: x}}", "/monitoring/podMonitor", "port"),
        unknown("monitoring: {rules: {labels: x}}", "/monitoring/rules", "labels"),
        unknown("monitoring: {dashboards: {dir: x}}", "/monitoring/dashboards", "dir"),
        unknown("jobs: {forecasting: {}}", "/jobs", "forecasting"),
        unknown("jobs: {scoring: {paralelism: 2}}", "/jobs/scoring", "paralelism"),
        unknown("jobs: {learning: {jobManager: {heap: 1}}}", "/jobs/learning/jobManager", "heap"),
        unknown("jobs: {scoring: {taskManager: {gpus: 1}}}", "/jobs/scoring/taskManager", "gpus"),
        unknown(
            "jobs: {scoring: {taskManager: {gpu: {kind: x}}}}",
            "/jobs/scoring/taskManager/gpu",
            "kind"),
        unknown("jobs: {scoring: {env: [{name: A, from: x}]}}", "/jobs/scoring/env/0", "from"),
        unknown(
            "jobs: {scoring: {secretMounts: [{secretName: a, mountPath: /a, mode: 1}]}}",
            "/jobs/scoring/secretMounts/0",
            "mode"),
        // values
        arguments("flinkVersion: v1_20", "at '/flinkVersion': value must be 'v2_2'"),
        arguments(
            "image: {repository: 'r.example.net/atom:1'}", "at '/image/repository': 'not' failed"),
        arguments("image: {digest: 'sha256:12'}", "at '/image/digest'"),
        arguments(
            "fullnameOverride: a-name-that-is-far-too-long-for-flink",
            "at '/fullnameOverride': maxLength: got 37, want 34"),
        arguments("kafka: {bootstrapServers: kafka}", "at '/kafka/bootstrapServers'"),
        arguments(
            "kafka: {authentication: {type: plain}}",
            "at '/kafka/authentication/type': value must be one of 'none', 'scram', 'mtls'"),
        arguments(
            "kafka: {client: {bootstrap.servers: x}}", "invalid propertyName 'bootstrap.servers'"),
        arguments("topics: {partitions: 0}", "at '/topics/partitions': minimum: got 0, want 1"),
        arguments(
            "storage: {type: hdfs}", "at '/storage/type': value must be one of 'volume', 's3'"),
        arguments(
            "jobs: {scoring: {parallelism: 129}}",
            "at '/jobs/scoring/parallelism': maximum: got 129, want 128"),
        arguments(
            "jobs: {scoring: {parallelism: '4'}}",
            "at '/jobs/scoring/parallelism': got string, want integer"),
        arguments("jobs: {scoring: {upgradeMode: never}}", "at '/jobs/scoring/upgradeMode'"),
        arguments(
            "jobs: {scoring: {taskManager: {memory: 4}}}",
            "at '/jobs/scoring/taskManager/memory': got number, want string"),
        arguments(
            "jobs: {scoring: {flink: {state: {backend: x}}}}",
            "at '/jobs/scoring/flink/state': got object, want"),
        arguments("networkPolicy: {operator: {from: []}}", "at '/networkPolicy/operator/from'"),
        // secrets, which no message repeats
        arguments(
            "kafka: {client: {ssl.key.password: hunter2}}",
            "kafka.client.ssl.key.password holds a secret in plain text; put a reference there"),
        arguments(
            "kafka: {client: {sasl.jaas.config: 'X required username=\"a\" password=\"hunter2\";'}}",
            "kafka.client.sasl.jaas.config holds a secret in plain text"),
        arguments(
            "kafka: {client: {sasl.jaas.config: 'X required password=\"$hunter2\";'}}",
            "kafka.client.sasl.jaas.config holds a secret in plain text"),
        arguments(
            "kafka: {client: {sasl.jaas.config: 'X required password=\"${env:A}hunter2\";'}}",
            "kafka.client.sasl.jaas.config holds a secret in plain text"),
        arguments(
            "jobs: {learning: {pipeline: {kafka: {producer: {ssl.keystore.password: hunter2}}}}}",
            "jobs.learning.pipeline.kafka.producer.ssl.keystore.password holds a secret"),
        arguments(
            "flink: {s3.secret-key: hunter2}", "flink.s3.secret-key is a secret, and Flink shows"),
        arguments(
            "jobs: {scoring: {env: [{name: ATOM_PRIVACY_KEY, value: hunter2}]}}",
            "jobs.scoring.env: ATOM_PRIVACY_KEY has its value in plain text"),
        arguments(
            "models: {trustedKeys: {a.pub: '-----BEGIN PRIVATE KEY-----'}}",
            "models.trustedKeys.a.pub is a private key"),
        // what does not fit together
        arguments("storage: {type: s3}", "storage.s3.uri is missing"),
        arguments(
            "kafka: {authentication: {type: scram}}", "kafka.authentication.secretName is missing"),
        arguments(
            "kafka: {strimzi: {enabled: true}, authentication: {type: mtls, secretName: user}}",
            "kafka.strimzi.cluster is missing"),
        arguments(
            "kafka: {strimzi: {enabled: true, cluster: kafka}}",
            "kafka.authentication.type is none, and kafka.strimzi makes users that certificates"),
        arguments(
            "kafka: {strimzi: {enabled: true, cluster: k}, authentication: {type: scram, secretName: u}}",
            "kafka.authentication.type is scram, and kafka.strimzi makes users that certificates"),
        arguments(
            "jobs: {scoring: {pipeline: {scorer: {requireSignature: true}}}}",
            "models.trustedKeys is empty, and jobs.scoring.pipeline.scorer.requireSignature"),
        arguments(
            "jobs: {learning: {pipeline: {models: ''}}}",
            "jobs.learning.pipeline.models is missing: the registry of models"),
        arguments(
            "jobs: {scoring: {pipeline: {scorer: {models: ''}}}}",
            "jobs.scoring.pipeline.scorer.models is missing: the registry of models"),
        arguments(
            "topics: {replicationFactor: 2, minInsyncReplicas: 3}",
            "topics.minInsyncReplicas is 3, of 2 copies"),
        arguments(
            "{highAvailability: {enabled: false}, jobs: {scoring: {jobManager: {replicas: 2}}}}",
            "jobs.scoring.jobManager.replicas is 2, which needs highAvailability.enabled"),
        arguments(
            "{highAvailability: {enabled: false}, jobs: {scoring: {upgradeMode: last-state}}}",
            "jobs.scoring.upgradeMode is last-state, which needs highAvailability.enabled"),
        arguments(
            "jobs: {scoring: {flink: {taskmanager.memory.process.size: 1g}}}",
            "jobs.scoring.flink.taskmanager.memory.process.size is set by the operator"));
  }

  private static Arguments unknown(String values, String where, String key) {
    return arguments(
        values, "at '%s': additional properties '%s' not allowed".formatted(where, key));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aValueThatCannotBeMeantIsNamed(String values, String named, @TempDir Path directory)
      throws IOException {
    Path needed =
        Files.writeString(
            directory.resolve("needed.yaml"),
            "{image: {repository: r.example.net/atom}, kafka: {bootstrapServers: 'k:9093'}}");
    Path file = Files.writeString(directory.resolve("values.yaml"), values);
    assertThatThrownBy(() -> CHART.render(List.of(needed, file), Map.of()))
        .hasMessageContaining(named)
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void aReferenceInALoginIsNoSecret(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("values.yaml"),
            "kafka: {client: {sasl.jaas.config: 'X required password=\"${env:ATOM_PASSWORD}\";'}}");
    assertThat(CHART.render(List.of(file), Chart.NEEDED)).contains("${env:ATOM_PASSWORD}");
  }

  static Stream<Arguments> whatAProfileLeavesOpen() {
    return Stream.of(
        arguments("s3", "storage.s3.uri is missing: where checkpoints"),
        arguments("signed-models", "models.trustedKeys is empty"));
  }

  /** Nobody's bucket and nobody's key is in a profile. */
  @ParameterizedTest
  @MethodSource("whatAProfileLeavesOpen")
  void whatAProfileLeavesOpenIsAskedFor(String profile, String named) {
    List<Path> alone = List.of(ValuesProfile.asDelivered(profile));
    assertThatThrownBy(() -> CHART.render(alone, Chart.NEEDED)).hasMessageContaining(named);
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
