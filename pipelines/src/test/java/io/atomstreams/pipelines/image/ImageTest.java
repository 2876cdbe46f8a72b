package io.atomstreams.pipelines.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image that {@code -Pimage package} built, unpacked, looked at and run. */
@Tag("image")
class ImageTest {

  private static final Path TESTDATA = Path.of("..", "testdata");
  private static final Duration UP = Duration.ofMinutes(3);
  private static final String LEVELS = "(ERROR|FATAL)";

  @TempDir private static Path unpacked;
  @TempDir private Path directory;

  private static ImageRoot image;

  @BeforeAll
  static void unpack() throws IOException {
    image = ImageRoot.unpack(Path.of("target", "atom-streams-image.tar"), unpacked);
  }

  @Test
  void isForAUserWithoutRightsAndSaysWhatItIs() {
    assertThat(image.config().at("/config/User").asText()).isEqualTo("9999:9999");
    assertThat(image.config().at("/config/Entrypoint/0").asText())
        .isEqualTo("/docker-entrypoint.sh");
    JsonNode labels = image.config().at("/config/Labels");
    assertThat(labels.get("org.opencontainers.image.title").asText()).isEqualTo("ATOM Streams");
    assertThat(labels.get("org.opencontainers.image.licenses").asText()).isEqualTo("Apache-2.0");
    assertThat(labels.get("org.opencontainers.image.version").asText()).isNotBlank();
    assertThat(image.manifest().get("mediaType").asText()).contains("oci.image.manifest");
  }

  @Test
  void everythingLiesWhereFlinkLooksForIt() throws IOException {
    assertThat(image.path("/opt/flink/usrlib/atom-streams-job.jar")).isRegularFile();
    assertThat(image.path("/opt/flink/plugins/s3-fs-hadoop/flink-s3-fs-hadoop.jar"))
        .isRegularFile();
    assertThat(image.path("/opt/flink/native/libtensorflow_cc.so.2")).isRegularFile();
    assertThat(image.path("/opt/flink/native/libonnxruntime.so")).isRegularFile();
    assertThat(image.path("/opt/flink/native/lib_lightgbm.so")).isRegularFile();
    assertThat(image.path("/opt/atom/conf/pipelines/scoring.yaml")).isRegularFile();
    assertThat(image.path("/app")).doesNotExist();
    assertThat(jars())
        .anyMatch(jar -> jar.startsWith("flink-kubernetes-"))
        .anyMatch(jar -> jar.startsWith("flink-container-"))
        .anyMatch(jar -> jar.startsWith("model-loader-"))
        .anyMatch(jar -> jar.startsWith("frocksdbjni-"))
        .noneMatch(jar -> jar.startsWith("operators-") || jar.startsWith("kafka"));
  }

  @Test
  void nothingInItMayBeWrittenByItsUser() throws IOException {
    List<Path> writable = new ArrayList<>();
    try (Stream<Path> all = Files.walk(image.directory())) {
      for (Path each : all.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        boolean own = (Integer) Files.getAttribute(each, "unix:uid") != 0;
        boolean others =
            PosixFilePermissions.toString(Files.getPosixFilePermissions(each)).charAt(7) == 'w';
        if (own || others) {
          writable.add(Path.of("/").resolve(image.directory().relativize(each)));
        }
      }
    }
    assertThat(writable)
        .containsExactlyInAnyOrder(Path.of("/tmp"), Path.of("/var/tmp"), Path.of("/opt/flink/log"));
  }

  @Test
  void theBillOfMaterialsNamesEveryJarAndEveryPackage() throws IOException {
    JsonNode bom = new ObjectMapper().readTree(image.path("/opt/atom/bom.json").toFile());
    Set<String> named = new HashSet<>();
    bom.get("components")
        .forEach(
            component ->
                named.add(
                    component.get("name").asText() + "-" + component.get("version").asText()));
    assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(jars()).map(jar -> jar.replaceFirst("\\.jar$", "")).isSubsetOf(named);
    assertThat(named)
        .contains("tensorflow-core-native-1.1.0")
        .contains("flink-s3-fs-hadoop-2.2.0")
        .anyMatch(name -> name.startsWith("openjdk-17-jre-headless-17."))
        .anyMatch(name -> name.startsWith("libc6-2.36"));
  }

  @Test
  void theCommandRunsAndTensorFlowScoresWithoutUnpacking() throws Exception {
    assertThat(image.run(TESTDATA, directory)).startsWith("0\n").contains("taskmanager");
    assertThat(image.run(TESTDATA, directory, "atom", "--version")).startsWith("0\n");
    assertThat(
            image.run(
                TESTDATA,
                directory,
                "bash",
                "-c",
                "atom models verify purchase_30d@1 --models /mnt/models"
                    + " && echo unpacked: $(ls -A /tmp/javacpp 2>/dev/null) end; id -u"))
        .startsWith("0\n")
        .contains("unpacked: end")
        .endsWith("9999\n");
  }

  @Test
  void javaTrustsThePublicAuthorities() throws Exception {
    String said =
        image.run(
            TESTDATA,
            directory,
            "bash",
            "-c",
            "$JAVA_HOME/bin/keytool -list -cacerts -storepass changeit");
    assertThat(said).startsWith("0\n").containsPattern("contains 1[0-9][0-9] entries");
  }

  @Test
  void aWrongSettingIsToldAndNothingStarts() throws Exception {
    assertThat(
            image.run(TESTDATA, directory, "taskmanager", "-Dtaskmanager.memory.process.size=10mb"))
        .startsWith("1\n")
        .contains("finds fault with its settings");
    assertThat(image.run(TESTDATA, directory, "bash", "-c", "kubernetes-jobmanager.sh session"))
        .startsWith("2\n");
  }

  @Test
  void aJobManagerAndATaskManagerFindEachOther() throws Exception {
    int rpc = freePort();
    int rest = freePort();
    String properties =
        """
        FLINK_PROPERTIES=jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        rest.port: %d
        rest.bind-port: %d
        rest.bind-address: 127.0.0.1
        blob.server.port: 0
        taskmanager.rpc.port: 0
        taskmanager.data.port: 0
        taskmanager.host: 127.0.0.1
        pekko.ask.timeout: 1min
        metrics.reporter.prometheus.port: %d
        taskmanager.memory.process.size: 1500mb
        taskmanager.memory.managed.size: 128mb"""
            .formatted(rpc, rest, rest, freePort());
    Path jobManagerLog = directory.resolve("jobmanager.log");
    Path taskManagerLog = directory.resolve("taskmanager.log");
    List<String> environment = List.of(properties);
    Process jobManager =
        image.start(TESTDATA, jobManagerLog, environment, "jobmanager", "-Dmetrics.reporters=");
    Process taskManager = image.start(TESTDATA, taskManagerLog, environment, "taskmanager");
    try {
      awaitText(
          () -> get("http://127.0.0.1:" + rest + "/overview"),
          "\"taskmanagers\":1",
          taskManagerLog);
      assertThat(uid(jobManager)).isEqualTo("9999");
      assertThat(uid(taskManager)).isEqualTo("9999");
      assertThat(Files.readString(taskManagerLog))
          .contains("-Xmx")
          .contains("\"log.level\":\"INFO\"")
          .doesNotContainPattern("\"log.level\":\"" + LEVELS);
      assertThat(Files.readString(Path.of("/proc/" + taskManager.pid() + "/maps")))
          .contains("libjemalloc");

      taskManager.destroy();
      jobManager.destroy();
      assertThat(taskManager.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(jobManager.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      taskManager.destroyForcibly();
      jobManager.destroyForcibly();
    }
  }

  @Test
  void theOperatorsWaysToStartReachFlinksEntryPoints() throws Exception {
    assertThat(
            image.run(
                TESTDATA,
                directory,
                "bash",
                "-c",
                "kubernetes-jobmanager.sh kubernetes-application -Dkubernetes.cluster-id=x"
                    + " -Dkubernetes.namespace=x"))
        .contains("KubernetesApplicationClusterEntrypoint");
    assertThat(
            image.run(
                TESTDATA,
                directory,
                "bash",
                "-c",
                "FLINK_TM_JVM_MEM_OPTS='-Xmx256m -XX:MaxMetaspaceSize=201m' kubernetes-taskmanager.sh"
                    + " -Djobmanager.rpc.address=none.invalid"))
        .contains("KubernetesTaskExecutorRunner")
        .contains("-XX:MaxMetaspaceSize=201m");
    // it ends where the job asks for a broker: all its classes and those of its libraries were
    // found
    assertThat(
            image.run(
                TESTDATA,
                directory,
                "standalone-job",
                "--job-classname",
                "io.atomstreams.pipelines.scoring.ScoringJob",
                "-Drest.port=" + freePort(),
                "-Djobmanager.rpc.port=" + freePort(),
                "-Dblob.server.port=0",
                "-Dmetrics.reporters=",
                "--",
                "--config",
                "/opt/atom/conf/pipelines/scoring.yaml",
                "--conf",
                "/opt/atom/conf",
                "--bootstrap-server",
                "127.0.0.1:1"))
        .contains("org.apache.kafka.clients")
        .doesNotContain("InaccessibleObjectException", "ClassNotFoundException");
    assertThat(
            image.run(
                TESTDATA,
                directory,
                "standalone-job",
                "--job-classname",
                "io.atomstreams.NoSuchJob",
                "-Drest.port=" + freePort(),
                "-Denv.java.opts.jobmanager=-Dplanted=seen"))
        .contains("StandaloneApplicationClusterEntryPoint")
        .contains("-Dplanted=seen")
        .contains("io.atomstreams.NoSuchJob");
  }

  private static List<String> jars() throws IOException {
    try (Stream<Path> jars = Files.list(image.path("/opt/flink/lib"))) {
      return jars.map(jar -> jar.getFileName().toString()).sorted().toList();
    }
  }

  private static String uid(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("Uid:"))
        .map(line -> line.split("\\s+", -1)[1])
        .findFirst()
        .orElseThrow();
  }

  private interface Question {
    String ask() throws Exception;
  }

  private static void awaitText(Question question, String text, Path log) throws Exception {
    long deadline = System.nanoTime() + UP.toNanos();
    String answer = "";
    while (System.nanoTime() < deadline) {
      answer = question.ask();
      if (answer.contains(text)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new AssertionError(answer + " holds no " + text + "; " + Files.readString(log));
  }

  private static String get(String url) throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
