package io.atomstreams.pipelines.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.config.ConfigException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.executiongraph.failover.ExponentialDelayRestartBackoffTimeStrategy;
import org.apache.flink.runtime.executiongraph.failover.RestartBackoffTimeStrategyFactoryLoader;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {

  private static final Path CONF = Path.of("..", "flink-conf");
  private static final Path S3_PLUGIN =
      Path.of("target", "plugins", "s3-fs-hadoop", "flink-s3-fs-hadoop.jar");
  private static final FlinkOptions KNOWN = FlinkOptions.onClassPath();
  private static final Profiles SHIPPED = new Profiles(CONF);

  @TempDir private Path directory;

  @Test
  void thereIsAProfileForEachWayToRun() {
    assertThat(SHIPPED.names())
        .containsExactly(
            "container",
            "high-availability-kubernetes",
            "high-availability-zookeeper",
            "rest-tls",
            "rocksdb",
            "s3",
            "standalone");
  }

  @Test
  void flinkKnowsEverySettingOfEveryProfile() {
    Map<String, Integer> settings = new TreeMap<>();
    for (String profile : SHIPPED.names()) {
      Map<String, String> own = SHIPPED.settings(profile);
      settings.put(profile, own.size());
      assertThat(KNOWN.problems(profile, own)).isEmpty();
    }
    assertThat(settings.values()).allMatch(count -> count >= 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rocksdb",
        "standalone",
        "standalone rocksdb rest-tls",
        "standalone high-availability-zookeeper rocksdb s3",
        "standalone container high-availability-kubernetes rocksdb s3"
      })
  void whatIsMergedIsReadBackByFlinkAsItWas(String profiles) throws IOException {
    Map<String, Profiles.Setting> merged = SHIPPED.merged(words(profiles), Map.of(), KNOWN);
    Files.write(directory.resolve("config.yaml"), Profiles.lines(merged));

    Map<String, String> expected = new TreeMap<>();
    merged.forEach((key, setting) -> expected.put(key, setting.value()));
    Configuration read = GlobalConfiguration.loadConfiguration(directory.toString());
    assertThat(new TreeMap<>(read.toMap())).isEqualTo(expected);
    assertThat(read.get(CoreOptions.ALWAYS_PARENT_FIRST_LOADER_PATTERNS_ADDITIONAL))
        .hasSize(profiles.startsWith("standalone") ? 10 : 0);
    assertThat(
            RestartBackoffTimeStrategyFactoryLoader.createRestartBackoffTimeStrategyFactory(
                new Configuration(), read, true))
        .isInstanceOf(
            ExponentialDelayRestartBackoffTimeStrategy
                .ExponentialDelayRestartBackoffTimeStrategyFactory.class);
  }

  @Test
  void memoryOfEachProcessAddsUp() {
    Configuration flink = merged("standalone", "rocksdb", "s3");

    TaskExecutorProcessSpec worker = TaskExecutorProcessUtils.processSpecFromConfig(flink);
    assertThat(worker.getTotalProcessMemorySize()).isEqualTo(MemorySize.parse("3gb"));
    assertThat(worker.getManagedMemorySize()).isEqualTo(MemorySize.parse("1gb"));
    assertThat(worker.getTaskHeapSize()).isGreaterThan(MemorySize.parse("512mb"));
    assertThat(JobManagerProcessUtils.processSpecFromConfig(flink).getJvmHeapMemorySize())
        .isGreaterThan(MemorySize.parse("512mb"));
  }

  @Test
  void highAvailabilityIsOffUnlessAsked() {
    assertThat(HighAvailabilityMode.fromConfig(merged("standalone", "s3")))
        .isEqualTo(HighAvailabilityMode.NONE);
    assertThat(HighAvailabilityMode.fromConfig(merged("standalone", "high-availability-zookeeper")))
        .isEqualTo(HighAvailabilityMode.ZOOKEEPER);
    assertThat(
            HighAvailabilityMode.fromConfig(merged("standalone", "high-availability-kubernetes")))
        .isEqualTo(HighAvailabilityMode.KUBERNETES);
  }

  @Test
  void restIsOnTheLoopbackAddressUnlessItIsSecuredOrInAContainer() {
    for (String profile : SHIPPED.names()) {
      Configuration flink = merged("standalone", profile);
      boolean open = profile.equals("rest-tls") || profile.equals("container");
      assertThat(flink.get(RestOptions.BIND_ADDRESS))
          .as(profile)
          .isEqualTo(open ? "0.0.0.0" : "127.0.0.1");
    }
    assertThat(merged().get(RestOptions.BIND_ADDRESS)).isEqualTo("127.0.0.1");
  }

  @Test
  void noProfileHoldsASecretButForAWordToBeChanged() {
    for (String profile : SHIPPED.names()) {
      SHIPPED
          .settings(profile)
          .forEach(
              (key, value) -> {
                assertThat(key).isNotIn("s3.access-key", "s3.secret-key", "fs.s3a.access.key");
                if (GlobalConfiguration.isSensitive(key)) {
                  assertThat(value).as(key).isEqualTo("change-me");
                }
              });
    }
  }

  /** Flink hands {@code s3.KEY} to Hadoop as {@code fs.s3a.KEY}, and Hadoop takes anything. */
  @Test
  void hadoopKnowsWhatIsHandedToIt() throws Exception {
    try (URLClassLoader plugin =
        new URLClassLoader(
            new URL[] {S3_PLUGIN.toUri().toURL()}, ProfilesTest.class.getClassLoader())) {
      List<String> hadoop =
          Arrays.stream(
                  Class.forName("org.apache.hadoop.fs.s3a.Constants", false, plugin).getFields())
              .filter(field -> field.getType() == String.class)
              .map(ProfilesTest::constant)
              .toList();
      assertThat(hadoop).contains("fs.s3a.endpoint").doesNotContain("fs.s3a.connection.maximun");
      assertThat(SHIPPED.settings("s3").keySet())
          .filteredOn(key -> key.startsWith("s3.") || key.startsWith("fs.s3a."))
          .hasSizeGreaterThan(5)
          .map(key -> key.replaceFirst("^s3\\.", "fs.s3a."))
          .isSubsetOf(hadoop);
      for (String provider :
          words(SHIPPED.settings("s3").get("fs.s3a.aws.credentials.provider").replace(',', ' '))) {
        assertThat(Class.forName(provider, false, plugin)).isNotNull();
      }
    }
  }

  private static String constant(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "heartbeat.timout: 5s | is no option of Flink; did you mean heartbeat.timeout?",
        "heartbeat.timeout: soon | heartbeat.timeout has no such value",
        "state.backend: rocksdb | is the former name of state.backend.type",
        "state.checkpoints.dir: file:///c | is the former name of execution.checkpointing.dir",
        "taskmanager.memory.managed.size: 1 cow | has no such value",
        "restart-strategy.exponential-delay.attempts-before-reset-backoff: 9999999999 | no such",
        "execution.checkpointing.mode: AT_MOST_ONCE | has no such value",
        "execution.checkpointing.incremental: maybe | has no such value",
        "state.backend.rocksdb.log.level: LOUD | has no such value",
        "metrics.reporter.prometheus.prot: 9249 | is no option of Flink",
        "kubernetes.jobmanager.replica: 1 | did you mean kubernetes.jobmanager.replicas?",
        "security.ssl.rest.keystore-pasword: x | did you mean security.ssl.rest.keystore-password?"
      })
  void aSettingThatFlinkWouldPassOverIsRefused(String line) throws IOException {
    String[] parts = line.split(" \\| ", 2);
    Profiles planted = planted(parts[0]);

    assertThatThrownBy(() -> planted.merged(List.of("planted"), Map.of(), KNOWN))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("planted.yaml: ")
        .hasMessageContaining(parts[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics.reporter.anything.filter.includes: '*:dropped:counter'",
        "containerized.taskmanager.env.AWS_REGION: eu-central-1",
        "kubernetes.pod-template-file.default: /etc/pod.yaml",
        "pipeline.global-job-parameters.tenant: acme",
        "s3.endpoint: https://s3.example.net",
        "env.java.opts.taskmanager: -Xlog:gc"
      })
  void aSettingThatSomebodyReadsIsTaken(String line) throws IOException {
    Profiles planted = planted(line);
    Map<String, Profiles.Setting> merged = planted.merged(List.of("planted"), Map.of(), KNOWN);
    assertThat(merged).hasSize(2);
  }

  @Test
  void laterProfilesWinAndSingleSettingsLast() throws IOException {
    Profiles planted = planted("parallelism.default: 3");
    Files.writeString(directory.resolve("profiles/other.yaml"), "parallelism: {default: 4}\n");

    Map<String, String> further = new LinkedHashMap<>();
    assertThat(planted.merged(List.of("other", "planted"), further, KNOWN))
        .containsEntry("parallelism.default", new Profiles.Setting("3", "planted.yaml"));
    assertThat(planted.merged(List.of("planted", "other"), further, KNOWN))
        .containsEntry("parallelism.default", new Profiles.Setting("4", "other.yaml"));
    further.put("parallelism.default", "5");
    assertThat(planted.merged(List.of("planted", "other"), further, KNOWN))
        .containsEntry("parallelism.default", new Profiles.Setting("5", "--set"));
  }

  @Test
  void aProfileThereIsNotIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> SHIPPED.merged(List.of("standalon"), Map.of(), KNOWN))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean standalone?");
  }

  private Profiles planted(String line) throws IOException {
    Files.createDirectories(directory.resolve("profiles"));
    Files.writeString(directory.resolve("config.yaml"), "rest.address: localhost\n");
    Files.writeString(directory.resolve("profiles/planted.yaml"), line + "\n");
    return new Profiles(directory);
  }

  private static Configuration merged(String... profiles) {
    Map<String, String> settings = new TreeMap<>();
    SHIPPED
        .merged(List.of(profiles), Map.of(), KNOWN)
        .forEach((key, setting) -> settings.put(key, setting.value()));
    return Configuration.fromMap(settings);
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
