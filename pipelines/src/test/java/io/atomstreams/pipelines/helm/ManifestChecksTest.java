package io.atomstreams.pipelines.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the manifests are held against sees a planted mistake: a check that is blind proves nothing.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ManifestChecksTest {

  private final DeploymentSchema deployments = new DeploymentSchema();
  private final KubernetesKinds kinds = new KubernetesKinds();
  private List<JsonNode> manifests;

  @BeforeAll
  void render(@TempDir Path copy) throws IOException {
    manifests =
        Chart.withHooksShown(copy)
            .manifests(ValuesProfile.of("production", "volume", "secured-mtls").files());
  }

  /** Every object of a manifest that Kubernetes and not the author names the keys of. */
  private static List<ObjectNode> objects(JsonNode node) {
    List<ObjectNode> found = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      found.add(object);
    }
    node.properties().stream()
        .filter(one -> !isNamedByTheAuthor(one.getKey()))
        .forEach(one -> found.addAll(objects(one.getValue())));
    if (node.isArray()) {
      node.forEach(one -> found.addAll(objects(one)));
    }
    return found;
  }

  private static boolean isNamedByTheAuthor(String key) {
    return List.of(
            "labels", "annotations", "matchLabels", "data", "requests", "limits", "nodeSelector")
        .contains(key);
  }

  @Test
  void aTypingErrorAnywhereInADeploymentIsSeen() {
    JsonNode deployment = Chart.ofKind(manifests, "FlinkDeployment").get(0).deepCopy();
    ((ObjectNode) deployment.path("spec")).remove("flinkConfiguration");
    // the schema says no more of a template's metadata than that it is an object
    deployment.findParents("containers").forEach(one -> ((ObjectNode) one).remove("metadata"));
    for (ObjectNode object : objects(deployment.path("spec"))) {
      if (!object.equals(deployment.at("/spec/podTemplate/metadata"))) {
        object.put("tpyo", 1);
        assertThat(deployments.problems(deployment)).as(object.toString()).isNotEmpty();
        object.remove("tpyo");
      }
    }
  }

  @Test
  void aDeploymentForAnotherFlinkIsSeen() {
    JsonNode deployment = Chart.ofKind(manifests, "FlinkDeployment").get(0).deepCopy();
    ((ObjectNode) deployment.path("spec")).put("flinkVersion", "v9_9");
    assertThat(deployments.problems(deployment)).hasSize(1);
  }

  @Test
  void aTypingErrorAnywhereInAnyOtherKindIsSeen() {
    for (JsonNode manifest : manifests) {
      if (kinds.knows(manifest)) {
        JsonNode copy = manifest.deepCopy();
        for (ObjectNode object : objects(copy)) {
          object.put("tpyo", 1);
          assertThat(kinds.problem(copy)).as(Chart.title(copy) + object).isPresent();
          object.remove("tpyo");
        }
      }
    }
  }

  @Test
  void aSettingThatFlinkDoesNotKnowOrCannotReadIsSeen() {
    assertThat(
            new FlinkKeys()
                .problems(
                    Map.of(
                        "heartbeat.timeout", "5s",
                        "heartbeat.timeuot", "5s",
                        "heartbeat.interval", "soon",
                        "job.autoscaler.enabeld", "true")))
        .hasSize(3)
        .anyMatch(problem -> problem.startsWith("heartbeat.timeuot"))
        .anyMatch(problem -> problem.startsWith("heartbeat.interval has no such value"))
        .anyMatch(problem -> problem.startsWith("job.autoscaler.enabeld"));
  }

  @Test
  void aSecretInAManifestIsSeen() {
    for (String leak :
        List.of(
            "data: {client.properties: \"ssl.keystore.password=hunter2\"}",
            "data: {scoring.yaml: \"sasl.jaas.config: X required password=\\\"hunter2\\\";\"}",
            "spec: {flinkConfiguration: {s3.secret-key: hunter2}}",
            "env: [{name: ATOM_TOKEN, value: hunter2}]",
            "data: {a: \"-----BEGIN PRIVATE KEY-----\"}")) {
      assertThat(LeakedSecrets.in(Chart.yaml(leak))).as(leak).isNotEmpty();
    }
    assertThat(
            LeakedSecrets.in(
                Chart.yaml("data: {a: \"password=\\\"${directory:/etc/atom:password}\\\"\"}")))
        .isEmpty();
  }
}
