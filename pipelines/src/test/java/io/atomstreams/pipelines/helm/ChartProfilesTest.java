package io.atomstreams.pipelines.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to install that is offered, held against what will read it. */
@TestInstance(Lifecycle.PER_CLASS)
class ChartProfilesTest {

  private final Map<String, List<JsonNode>> rendered = new TreeMap<>();
  private final DeploymentSchema deployments = new DeploymentSchema();
  private final KubernetesKinds kinds = new KubernetesKinds();
  private final FlinkKeys flinkKeys = new FlinkKeys();

  @BeforeAll
  void renderAll(@TempDir Path copy) throws IOException {
    Chart chart = Chart.withHooksShown(copy);
    profiles().forEach(profile -> rendered.put(profile.name(), chart.manifests(profile.files())));
  }

  static List<ValuesProfile> profiles() {
    return ValuesProfile.all();
  }

  private List<JsonNode> manifests(ValuesProfile profile) {
    return rendered.get(profile.name());
  }

  private List<JsonNode> deployments(ValuesProfile profile) {
    return Chart.ofKind(manifests(profile), "FlinkDeployment");
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyDeploymentIsWhatTheOperatorAccepts(ValuesProfile profile) {
    assertThat(deployments(profile))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(deployments.problems(one)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyOtherManifestIsOfItsKind(ValuesProfile profile) {
    assertThat(manifests(profile))
        .filteredOn(
            one -> !List.of("FlinkDeployment", "KafkaUser").contains(one.path("kind").asText()))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(kinds.problem(one)).as(Chart.title(one)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyManifestHasItsOwnNameAndTheReleasesLabels(ValuesProfile profile) {
    assertThat(manifests(profile).stream().map(Chart::title)).doesNotHaveDuplicates();
    assertThat(manifests(profile))
        .allSatisfy(
            one -> {
              assertThat(one.at("/metadata/namespace").asText()).isEqualTo("shop");
              assertThat(one.at("/metadata/labels").path("app.kubernetes.io/instance").asText())
                  .isEqualTo("atom");
            });
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everySettingOfFlinkIsReadBySomebody(ValuesProfile profile) {
    assertThat(deployments(profile))
        .allSatisfy(one -> assertThat(flinkKeys.problems(configuration(one))).isEmpty());
  }

  private static Map<String, String> configuration(JsonNode deployment) {
    Map<String, String> settings = new HashMap<>();
    deployment
        .at("/spec/flinkConfiguration")
        .properties()
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
    return settings;
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyJobReadsTheSettingsItIsGiven(ValuesProfile profile, @TempDir Path directory)
      throws IOException {
    for (JsonNode deployment : deployments(profile)) {
      Path own = directory.resolve(deployment.at("/metadata/name").asText());
      MountedSettings settings = new MountedSettings(manifests(profile), deployment, own);
      assertThatCode(settings::readAsTheJobDoes)
          .as(Chart.title(deployment))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void secretsAreReferencesAndNothingElse(ValuesProfile profile) {
    assertThat(Chart.ofKind(manifests(profile), "Secret")).isEmpty();
    assertThat(manifests(profile))
        .allSatisfy(one -> assertThat(LeakedSecrets.in(one)).as(Chart.title(one)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyPodIsConfined(ValuesProfile profile) {
    for (JsonNode template : podTemplates(profile)) {
      assertThat(deployments.problemsOfPod(template)).isEmpty();
      JsonNode pod = template.at("/spec/securityContext");
      assertThat(pod.path("runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.path("runAsUser").asInt()).isEqualTo(9999);
      assertThat(pod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
      assertThat(template.at("/spec/containers")).isNotEmpty();
      for (JsonNode container : template.at("/spec/containers")) {
        JsonNode context = container.path("securityContext");
        assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(mountsOf(container)).contains("/tmp");
      }
    }
  }

  private List<JsonNode> podTemplates(ValuesProfile profile) {
    List<JsonNode> templates = new ArrayList<>();
    deployments(profile).forEach(one -> templates.add(one.at("/spec/podTemplate")));
    Chart.ofKind(manifests(profile), "Job").forEach(one -> templates.add(one.at("/spec/template")));
    return templates;
  }

  private static List<String> mountsOf(JsonNode container) {
    return StreamSupport.stream(container.path("volumeMounts").spliterator(), false)
        .map(mount -> mount.path("mountPath").asText())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyMountHasItsVolume(ValuesProfile profile) {
    for (JsonNode template : podTemplates(profile)) {
      assertThat(template.at("/spec/volumes").findValuesAsText("name"))
          .containsAll(template.at("/spec/containers/0/volumeMounts").findValuesAsText("name"));
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void accountsMayDoNoMoreThanFlinkNeeds(ValuesProfile profile) {
    assertThat(Chart.ofKind(manifests(profile), "ClusterRole")).isEmpty();
    for (JsonNode role : Chart.ofKind(manifests(profile), "Role")) {
      assertThat(role.findValues("resources").toString()).doesNotContain("secrets", "*");
      assertThat(role.findValues("verbs").toString()).doesNotContain("*");
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void manifestsAreThoseOfTheRepository(ValuesProfile profile) throws IOException {
    GoldenManifests golden = new GoldenManifests(rendered.get(ValuesProfile.DEFAULT));
    Path file = GoldenManifests.DIRECTORY.resolve(profile.name() + ".yaml");
    String now =
        profile.name().equals(ValuesProfile.DEFAULT)
            ? golden.all()
            : golden.whatDiffers(manifests(profile));
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, now);
    }
    assertThat(now)
        .as("%s; if this change is meant: -Datom.golden.write=true", file)
        .isEqualTo(Files.readString(file));
  }
}
