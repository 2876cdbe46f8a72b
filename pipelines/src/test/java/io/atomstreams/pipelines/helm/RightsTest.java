package io.atomstreams.pipelines.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.pipelines.connector.AccessList;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.learning.LearningConfig;
import io.atomstreams.pipelines.learning.LearningJob;
import io.atomstreams.pipelines.monitoring.MonitoringConfig;
import io.atomstreams.pipelines.monitoring.MonitoringJob;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.ScoringJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the chart says that principals must be allowed, held against what the jobs say themselves.
 */
class RightsTest {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final Path CONF = Path.of("..", "flink-conf");
  private static final Path FILE = Chart.DIRECTORY.resolve("acls.json");

  @Test
  void theListOfTopicsIsTheJobs() throws IOException {
    Map<String, Object> now = new TreeMap<>();
    now.put("scoring", topics(ofScoring(CONF)));
    now.put("learning", topics(ofLearning(CONF)));
    Map<String, Set<String>> monitoring = topics(ofMonitoring(CONF));
    monitoring.keySet().removeAll(profiled(CONF)); // those stand in its settings
    now.put("monitoring", monitoring);
    now.put("platform", Arrays.stream(Topic.values()).map(Topic::baseName).sorted().toList());
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(FILE, JSON.writeValueAsString(now) + "\n");
    }
    assertThat(JSON.readTree(Files.readString(FILE)))
        .as("renew with -Datom.golden.write=true")
        .isEqualTo(JSON.<JsonNode>valueToTree(now));
  }

  private static Set<String> profiled(Path conf) {
    return Set.copyOf(
        MonitoringConfig.read(conf.resolve("pipelines/monitoring.yaml")).profiles().topics());
  }

  private static Map<String, Set<String>> topics(AccessList access) {
    return access.grants().stream()
        .filter(grant -> grant.resource() == ResourceType.TOPIC)
        .collect(
            Collectors.toMap(
                AccessList.Grant::name,
                grant -> words(grant.operations()),
                (one, other) -> one,
                TreeMap::new));
  }

  private static Set<String> words(Set<AclOperation> operations) {
    return operations.stream()
        .map(one -> one.name().charAt(0) + one.name().substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static AccessList ofScoring(Path conf) {
    return ScoringJob.access(ScoringConfig.read(conf.resolve("pipelines/scoring.yaml")));
  }

  private static AccessList ofLearning(Path conf) {
    return LearningJob.access(LearningConfig.read(conf));
  }

  private static AccessList ofMonitoring(Path conf) {
    return MonitoringJob.access(MonitoringConfig.read(conf.resolve("pipelines/monitoring.yaml")));
  }

  @Test
  void everyUserMayDoWhatItsJobAsksForWithTheSettingsItIsGiven(@TempDir Path directory)
      throws IOException {
    Path values =
        Files.writeString(
            directory.resolve("values.yaml"),
            """
            kafka: {topicPrefix: shop1.}
            mappings:
              legacy.yaml: |
            %s
            jobs:
              scoring:
                pipeline:
                  kafka:
                    groupId: my-group
                    transactionalIdPrefix: mine
                    mapped: [{topic: legacy-orders, mapping: /etc/atom/conf/mappings/legacy.yaml}]
              monitoring: {pipeline: {profiles: {topics: [alerts, somebody-elses]}}}
            """
                .formatted(
                    Files.readString(Path.of("..", "testdata", "mappings", "legacy-orders.yaml"))
                        .indent(4)));
    List<JsonNode> manifests =
        new Chart(Chart.DIRECTORY)
            .manifests(
                Stream.concat(ValuesProfile.of("strimzi").files().stream(), Stream.of(values))
                    .toList());
    for (JsonNode deployment : Chart.ofKind(manifests, "FlinkDeployment")) {
      String name = deployment.at("/metadata/name").asText();
      Path conf = directory.resolve(name);
      new MountedSettings(manifests, deployment, conf);
      AccessList asked =
          switch (name) {
            case "atom-scoring" -> ofScoring(conf);
            case "atom-learning" -> ofLearning(conf);
            default -> ofMonitoring(conf);
          };
      assertThat(given(manifests, name)).isEqualTo(asked(asked));
    }
  }

  private static Set<String> asked(AccessList access) {
    return access.grants().stream()
        .map(
            grant ->
                "%s %s %s %s"
                    .formatted(
                        kind(grant.resource()),
                        grant.pattern() == PatternType.PREFIXED ? "prefix" : "literal",
                        grant.name(),
                        words(grant.operations())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String kind(ResourceType type) {
    return type == ResourceType.TRANSACTIONAL_ID
        ? "transactionalId"
        : type.name().toLowerCase(Locale.ROOT);
  }

  /** What a KafkaUser grants, but for the cluster's settings, which are seen and not needed. */
  private static Set<String> given(List<JsonNode> manifests, String name) {
    JsonNode user =
        Chart.ofKind(manifests, "KafkaUser").stream()
            .filter(one -> one.at("/metadata/name").asText().equals(name))
            .findFirst()
            .orElseThrow();
    Set<String> given = new TreeSet<>();
    for (JsonNode acl : user.at("/spec/authorization/acls")) {
      if (!acl.at("/resource/type").asText().equals("cluster")) {
        Set<String> operations = new TreeSet<>();
        acl.path("operations").forEach(one -> operations.add(one.asText()));
        given.add(
            "%s %s %s %s"
                .formatted(
                    acl.at("/resource/type").asText(),
                    acl.at("/resource/patternType").asText(),
                    acl.at("/resource/name").asText(),
                    operations));
      }
    }
    return given;
  }
}
