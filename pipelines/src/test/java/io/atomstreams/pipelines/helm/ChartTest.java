package io.atomstreams.pipelines.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.atomstreams.pipelines.settings.Profiles;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class ChartTest {

  private Chart chart;
  private List<JsonNode> usual;

  @BeforeAll
  void render(@TempDir Path copy) throws IOException {
    chart = Chart.withHooksShown(copy);
    usual = chart.manifests(List.of());
  }

  @Test
  void passesHelmsStrictLint() {
    LintResult result = new Helm(Chart.DIRECTORY).lint().strict().call();
    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @Test
  void rendersTheSameTwice() {
    List<Path> files = ValuesProfile.of("production", "s3", "secured-scram").files();
    assertThat(chart.render(files, Chart.NEEDED)).isEqualTo(chart.render(files, Chart.NEEDED));
  }

  @Test
  void isADeploymentForEachJob() throws ReflectiveOperationException {
    List<JsonNode> deployments = Chart.ofKind(usual, "FlinkDeployment");
    assertThat(deployments.stream().map(Chart::title))
        .containsExactlyInAnyOrder(
            "FlinkDeployment atom-atom-streams-scoring",
            "FlinkDeployment atom-atom-streams-learning",
            "FlinkDeployment atom-atom-streams-monitoring");
    for (JsonNode deployment : deployments) {
      Class<?> job = Class.forName(deployment.at("/spec/job/entryClass").asText());
      assertThat(Modifier.isStatic(job.getMethod("main", String[].class).getModifiers())).isTrue();
    }
  }

  @Test
  void hooksAreKeptOutOfTheReleaseAndRunBeforeIt() {
    assertThat(Chart.documents(new Chart(Chart.DIRECTORY).render(List.of(), Chart.NEEDED)))
        .noneMatch(one -> one.path("kind").asText().equals("Job"));
    JsonNode job = Chart.ofKind(usual, "Job").get(0);
    assertThat(job.at("/metadata/annotations").path("shown.helm.sh/hook").asText())
        .isEqualTo("pre-install,pre-upgrade");
  }

  @Test
  void topicsAreMadeWithTheSettingsThatTheCommandTakes() {
    List<JsonNode> secured =
        chart.manifests(ValuesProfile.of("production", "s3", "secured-scram").files());
    List<String> words = new ArrayList<>();
    Chart.ofKind(secured, "Job")
        .get(0)
        .at("/spec/template/spec/containers/0/args")
        .forEach(word -> words.add(word.asText()));
    assertThat(words)
        .containsSubsequence("topics", "create", "--bootstrap-server", "kafka.example.net:9093")
        .containsSubsequence("--command-config", "/etc/atom/client/client.properties")
        .containsSubsequence("--partitions", "24", "--replication-factor", "3")
        .containsSubsequence("--min-insync-replicas", "2");
  }

  @Test
  void whatAllJobsShareIsLaidOverTheSectionKafkaOfEach() {
    String text =
        chart.render(
            List.of(),
            Map.of(
                "image.repository", "registry.example.net/atom-streams",
                "kafka.bootstrapServers", "kafka.example.net:9093",
                "kafka.topicPrefix", "shop1.",
                "kafka.client.client\\.dns\\.lookup", "use_all_dns_ips",
                "jobs.learning.pipeline.kafka.client.client\\.id", "learner"));
    List<JsonNode> manifests = Chart.documents(text);
    assertThat(kafka(manifests, "scoring").at("/client/client.dns.lookup").asText())
        .isEqualTo("use_all_dns_ips");
    assertThat(kafka(manifests, "learning").path("topicPrefix").asText()).isEqualTo("shop1.");
    assertThat(kafka(manifests, "learning").path("client").properties()).hasSize(2);
    assertThat(kafka(manifests, "monitoring").path("groupId").asText())
        .isEqualTo("atom-monitoring");
  }

  private static JsonNode kafka(List<JsonNode> manifests, String job) {
    return pipeline(manifests, job).path("kafka");
  }

  private static JsonNode pipeline(List<JsonNode> manifests, String job) {
    return Chart.ofKind(manifests, "ConfigMap").stream()
        .filter(one -> Chart.title(one).endsWith(job + "-settings"))
        .map(one -> Chart.yaml(one.path("data").path(job + ".yaml").asText()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void s3IsSpokenWithAsTheProfileOfFlinkDoes() {
    Map<String, String> profile =
        new Profiles(Path.of("..", "flink-conf"))
            .settings("s3").entrySet().stream()
                .filter(setting -> setting.getKey().matches("(s3|fs\\.s3a)\\..*"))
                // Hadoop's default, which the profile repeats to warn of the other
                .filter(setting -> !setting.getKey().equals("s3.connection.ssl.enabled"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(profile).hasSizeGreaterThan(5);
    for (JsonNode deployment :
        Chart.ofKind(chart.manifests(ValuesProfile.of("s3").files()), "FlinkDeployment")) {
      JsonNode given = deployment.at("/spec/flinkConfiguration");
      profile.forEach(
          (key, value) -> assertThat(given.path(key).asText()).as(key).isEqualTo(value));
    }
  }

  @Test
  void aPipelineIsThatOfTheFileButForTheBrokersAndTheRegistry() {
    for (String job : ValuesText.JOBS) {
      ObjectNode given = (ObjectNode) pipeline(usual, job);
      ObjectNode kafka = (ObjectNode) given.path("kafka");
      assertThat(kafka.remove("bootstrapServers").asText()).isEqualTo("kafka.example.net:9093");
      JsonNode file = Chart.yaml(ValuesText.pipelineFor(job));
      assertThat(given.equals(ChartTest::compareNumbers, file)).as(given + "\n" + file).isTrue();
    }
  }

  /** Helm reads 6.0 as 6. */
  private static int compareNumbers(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return Double.compare(one.doubleValue(), other.doubleValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  @Test
  void aChangedSettingChangesThePodsOfTheJobsThatReadItAndNoOthers() {
    Map<String, String> changed =
        Map.of(
            "image.repository", "registry.example.net/atom-streams",
            "kafka.bootstrapServers", "kafka.example.net:9093",
            "jobs.scoring.pipeline.scorer.maxRows", "128");
    List<JsonNode> after = Chart.documents(chart.render(List.of(), changed));
    assertThat(settingsDigest(after, "scoring")).isNotEqualTo(settingsDigest(usual, "scoring"));
    assertThat(settingsDigest(after, "monitoring")).isEqualTo(settingsDigest(usual, "monitoring"));
  }

  private static String settingsDigest(List<JsonNode> manifests, String job) {
    return Chart.ofKind(manifests, "FlinkDeployment").stream()
        .filter(one -> Chart.title(one).endsWith("-" + job))
        .map(one -> one.at("/spec/podTemplate/metadata/annotations").toString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothingReachesThePodsUnlessAPolicyAllowsIt() {
    List<JsonNode> policies = Chart.ofKind(usual, "NetworkPolicy");
    assertThat(policies)
        .allSatisfy(
            one ->
                assertThat(one.at("/spec/podSelector/matchLabels/app.kubernetes.io~1instance"))
                    .hasToString("\"atom\""));
    JsonNode deny =
        policies.stream()
            .filter(one -> Chart.title(one).endsWith("-deny"))
            .findFirst()
            .orElseThrow();
    assertThat(deny.path("spec").has("ingress")).isFalse();
    assertThat(deny.path("spec").has("egress")).isFalse();
    assertThat(deny.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(policies)
        .flatExtracting(one -> List.copyOf(one.at("/spec").findValues("from")))
        .as("an empty list of peers would be everybody")
        .allSatisfy(from -> assertThat(from).isNotEmpty());
  }

  @Test
  void aBudgetLeavesAllTaskManagersButOne() {
    List<JsonNode> budgets =
        Chart.ofKind(
            chart.manifests(ValuesProfile.of("production").files()), "PodDisruptionBudget");
    assertThat(budgets.stream().map(one -> Chart.title(one) + " " + one.at("/spec/minAvailable")))
        .containsExactlyInAnyOrder(
            "PodDisruptionBudget atom-atom-streams-scoring-taskmanager 3",
            "PodDisruptionBudget atom-atom-streams-scoring-jobmanager 1",
            "PodDisruptionBudget atom-atom-streams-learning-taskmanager 1",
            "PodDisruptionBudget atom-atom-streams-monitoring-taskmanager 1");
  }

  @Test
  void whereTheNumberOfTaskManagersChangesByItselfThereIsNoBudgetForThem() {
    List<Path> files = ValuesProfile.of("production", "autoscaler").files();
    assertThat(Chart.ofKind(chart.manifests(files), "PodDisruptionBudget").stream())
        .extracting(Chart::title)
        .contains("PodDisruptionBudget atom-atom-streams-scoring-jobmanager")
        .doesNotContain("PodDisruptionBudget atom-atom-streams-scoring-taskmanager");
  }

  /** Pods have a root that nobody writes: a registry without a volume would be one in name. */
  @Test
  void theRegistryOfModelsIsOnAVolumeThatLearningWrites() {
    assertThat(Chart.ofKind(usual, "PersistentVolumeClaim").stream().map(Chart::title))
        .contains("PersistentVolumeClaim atom-atom-streams-models");
    assertThat(models(usual, "scoring")).hasToString("[true]");
    assertThat(models(usual, "learning")).hasToString("[false]");
    assertThat(models(usual, "monitoring")).isEmpty();
    List<JsonNode> bucket = chart.manifests(ValuesProfile.of("s3").files());
    assertThat(Chart.ofKind(bucket, "PersistentVolumeClaim")).isEmpty();
    assertThat(models(bucket, "learning")).isEmpty();
  }

  /** Whether what is mounted there may only be read. */
  private static List<Boolean> models(List<JsonNode> manifests, String job) {
    return Chart.ofKind(manifests, "FlinkDeployment").stream()
        .filter(one -> Chart.title(one).endsWith("-" + job))
        .flatMap(one -> one.findValues("volumeMounts").stream())
        .flatMap(mounts -> StreamSupport.stream(mounts.spliterator(), false))
        .filter(mount -> mount.path("mountPath").asText().equals("/opt/atom/models"))
        .map(mount -> mount.path("readOnly").asBoolean())
        .toList();
  }

  @Test
  void alertsLinkToTheRunbookThatTheValuesName() {
    Map<String, String> values = new HashMap<>(Chart.NEEDED);
    values.put("monitoring.rules.enabled", "true");
    values.put("monitoring.rules.runbook", "https://git.example.net/atom/helm/RUNBOOK.md");
    List<JsonNode> rules =
        Chart.ofKind(Chart.documents(chart.render(List.of(), values)), "PrometheusRule");
    assertThat(rules)
        .isNotEmpty()
        .flatExtracting(one -> one.findValuesAsText("runbook_url"))
        .isNotEmpty()
        .allMatch(url -> url.startsWith("https://git.example.net/atom/helm/RUNBOOK.md#atom"));
  }

  @Test
  void whatPlainPrometheusLeavesOutThePodMonitorLeavesOut() {
    JsonNode plain =
        Chart.yaml(Path.of("..", "flink-conf", "prometheus", "prometheus.yml"))
            .at("/scrape_configs/0/metric_relabel_configs");
    List<JsonNode> manifests = chart.manifests(ValuesProfile.of("production").files());
    JsonNode here =
        Chart.ofKind(manifests, "PodMonitor")
            .get(0)
            .at("/spec/podMetricsEndpoints/0/metricRelabelings");
    assertThat(here.toString())
        .isEqualTo(plain.toString().replace("source_labels", "sourceLabels"));
  }

  @Test
  void usersOfStrimziAreOfTheVersionThatTheClusterKnows() {
    List<Path> files = ValuesProfile.of("strimzi").files();
    assertThat(chart.render(files, Chart.NEEDED)).contains("apiVersion: kafka.strimzi.io/v1beta2");
    Map<String, String> values = new HashMap<>(Chart.NEEDED);
    values.put("kafka.strimzi.apiVersion", "kafka.strimzi.io/v1");
    assertThat(Chart.ofKind(Chart.documents(chart.render(files, values)), "KafkaUser"))
        .hasSize(3)
        .allMatch(one -> one.path("apiVersion").asText().equals("kafka.strimzi.io/v1"));
  }

  @Test
  void peopleFindHowToSignInBesideTheSettings() throws IOException {
    List<JsonNode> secured = chart.manifests(ValuesProfile.of("secured-mtls").files());
    Properties client = new Properties();
    client.load(
        new StringReader(
            Chart.ofKind(secured, "ConfigMap").stream()
                .filter(one -> Chart.title(one).endsWith("-scoring-settings"))
                .map(one -> one.path("data").path("client.properties").asText())
                .findFirst()
                .orElseThrow()));
    assertThat(client)
        .containsEntry("security.protocol", "SSL")
        .containsEntry("ssl.keystore.key", "${directory:/etc/atom/kafka-user:user.key}");
  }

  @Test
  void aGraphicsProcessorIsALimitOfTheTaskManagersContainer() {
    JsonNode scoring =
        Chart.ofKind(chart.manifests(ValuesProfile.of("gpu").files()), "FlinkDeployment").stream()
            .filter(one -> Chart.title(one).endsWith("-scoring"))
            .findFirst()
            .orElseThrow();
    assertThat(
            scoring
                .at("/spec/taskManager/podTemplate/spec/containers/0/resources/limits")
                .toString())
        .isEqualTo("{\"nvidia.com/gpu\":\"1\"}");
    assertThat(scoring.at("/spec/jobManager").toString()).doesNotContain("nvidia");
  }

  @Test
  void theNotesSayWhatEachPrincipalNeeds() {
    String notes =
        new Helm(Chart.DIRECTORY)
            .install()
            .withName("atom")
            .withNamespace("shop")
            .withKubeVersion("1.30.0")
            .clientOnly()
            .dryRun()
            .set("image.repository", "registry.example.net/atom-streams")
            .set("kafka.bootstrapServers", "kafka.example.net:9093")
            .set("kafka.topicPrefix", "shop1.")
            .call()
            .getOutput();
    assertThat(notes)
        .containsPattern("topic +shop1\\.predictions +Read, Write")
        .containsPattern("topic +shop1\\.specs +Read")
        .containsPattern("transactionalId +atom-learning-\\* +Write")
        .containsPattern("group +atom-monitoring +Read")
        .containsPattern("cluster +the cluster +DescribeConfigs");
  }
}
