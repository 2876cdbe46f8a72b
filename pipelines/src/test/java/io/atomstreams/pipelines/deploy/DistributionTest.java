package io.atomstreams.pipelines.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build makes for clusters: two sets of classes, each of which has one home. */
class DistributionTest {

  /** Flink's packages of which the connectors are part, which are in no Flink. */
  private static final List<String> CONNECTORS =
      List.of(
          "org/apache/flink/connector/base/",
          "org/apache/flink/connector/kafka/",
          "org/apache/flink/streaming/connectors/kafka/",
          "org/apache/flink/streaming/util/serialization/JSONKeyValueDeserializationSchema");

  private static final List<String> AT_HOME_IN_LIB =
      List.of(
          "org/apache/flink/",
          "io/atomstreams/model/",
          "ai/djl/",
          "ai/onnxruntime/",
          "org/tensorflow/",
          "org/bytedeco/",
          "ml/dmlc/",
          "com/microsoft/ml/",
          "com/sun/jna/",
          "org/rocksdb/",
          "org/apache/logging/",
          "org/slf4j/");

  private static Distribution distribution;
  private static Set<String> inJobJar;
  private static Set<String> inLib;

  @BeforeAll
  static void read() throws IOException {
    distribution = Distribution.in(Path.of("target"));
    inJobJar = new TreeSet<>();
    try (ZipFile jar = new ZipFile(distribution.jobJar().toFile())) {
      for (ZipEntry entry : jar.stream().toList()) {
        add(entry.getName(), inJobJar);
        if (entry.getName().endsWith(".jar")) {
          try (ZipInputStream nested = new ZipInputStream(jar.getInputStream(entry))) {
            for (ZipEntry e = nested.getNextEntry(); e != null; e = nested.getNextEntry()) {
              add(e.getName(), inJobJar);
            }
          }
        }
      }
    }
    inLib = new HashSet<>();
    List<Path> lib = new ArrayList<>(distribution.lib());
    lib.add(distribution.reporterJar());
    for (Path part : lib) {
      for (String name : names(part)) {
        add(name, inLib);
      }
    }
  }

  private static void add(String name, Set<String> classes) {
    if (name.endsWith(".class")
        && !name.endsWith("module-info.class")
        && !name.startsWith("META-INF/")) {
      classes.add(name);
    }
  }

  /** A module that was compiled and not packed is a directory. */
  private static List<String> names(Path part) throws IOException {
    if (Files.isDirectory(part)) {
      try (Stream<Path> files = Files.walk(part)) {
        return files.map(file -> part.relativize(file).toString()).toList();
      }
    }
    try (ZipFile jar = new ZipFile(part.toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }

  @Test
  void aClassHasOneHome() {
    assertThat(inJobJar).hasSizeGreaterThan(3000);
    assertThat(inLib).hasSizeGreaterThan(20_000);
    assertThat(inJobJar).filteredOn(inLib::contains).isEmpty();
  }

  @Test
  void theJobJarCarriesTheConnectorAndNothingOfFlinkOrTheEngines() {
    assertThat(inJobJar)
        .contains(
            "io/atomstreams/pipelines/scoring/ScoringJob.class",
            "io/atomstreams/operators/flink/ScoringOperator.class",
            "org/apache/flink/connector/kafka/sink/KafkaSink.class",
            "org/apache/kafka/clients/producer/KafkaProducer.class");
    assertThat(inJobJar)
        .filteredOn(name -> CONNECTORS.stream().noneMatch(name::startsWith))
        .filteredOn(name -> AT_HOME_IN_LIB.stream().anyMatch(name::startsWith))
        .isEmpty();
  }

  @Test
  void noBrokerIsInEither() {
    String broker = "kafka/server/KafkaRaftServer.class";
    assertThat(inLib).doesNotContain(broker);
    assertThat(inJobJar).doesNotContain(broker);
  }

  /** Links: what a class extends and what its members speak of is there. */
  @Test
  void modelLoaderFindsAllItNeedsInLib() throws IOException {
    List<String> ours =
        inLib.stream().filter(name -> name.startsWith("io/atomstreams/model/")).toList();
    assertThat(ours).hasSizeGreaterThan(200);
    try (URLClassLoader lib =
        new URLClassLoader(urls(distribution.lib()), ClassLoader.getPlatformClassLoader())) {
      assertThat(unlinked(ours, lib)).isEmpty();
    }
  }

  @Test
  void operatorsAndPipelinesFindAllTheyNeedInBoth() throws IOException {
    // what only a command does: it has a broker, and a directory of its own
    List<String> notOnClusters = List.of("/cli/", "/demo/", "/bench/", "/deploy/cluster/");
    List<String> ours =
        inJobJar.stream()
            .filter(name -> name.startsWith("io/atomstreams/"))
            .filter(name -> notOnClusters.stream().noneMatch(name::contains))
            .toList();
    List<Path> parts = new ArrayList<>(distribution.lib());
    parts.add(distribution.jobJar());
    try (Stream<Path> nested = Files.list(Path.of("target", "job-lib"))) {
      nested.forEach(parts::add);
    }
    try (URLClassLoader both =
        new URLClassLoader(urls(parts), ClassLoader.getPlatformClassLoader())) {
      assertThat(unlinked(ours, both)).isEmpty();
    }
  }

  private static URL[] urls(List<Path> parts) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path part : parts) {
      urls.add(part.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private static Map<String, String> unlinked(List<String> files, ClassLoader loader) {
    Map<String, String> problems = new HashMap<>();
    long members = 0;
    for (String file : files) {
      String name = file.replace('/', '.').substring(0, file.length() - ".class".length());
      try {
        Class<?> type = Class.forName(name, false, loader);
        members +=
            type.getDeclaredMethods().length
                + type.getDeclaredFields().length
                + type.getDeclaredConstructors().length;
      } catch (ClassNotFoundException | LinkageError e) {
        problems.put(name, e.toString());
      }
    }
    assertThat(members).isGreaterThan(files.size());
    return problems;
  }

  @Test
  void eachLibraryOfTheJobKeepsItsLicence() throws IOException {
    try (ZipFile jar = new ZipFile(distribution.jobJar().toFile());
        InputStream avro =
            jar.getInputStream(
                jar.stream().filter(e -> e.getName().startsWith("lib/avro")).findFirst().get());
        ZipInputStream nested = new ZipInputStream(avro)) {
      List<String> names = new ArrayList<>();
      for (ZipEntry e = nested.getNextEntry(); e != null; e = nested.getNextEntry()) {
        names.add(e.getName());
      }
      assertThat(names).anyMatch(name -> name.contains("LICENSE"));
    }
  }

  @Test
  void theClassPathOfFlinkBeginsWithTheReporter() {
    assertThat(distribution.flinkClassPath().split(File.pathSeparator, -1))
        .startsWith(distribution.reporterJar().toString())
        .hasSize(distribution.lib().size() + 1);
  }

  @Test
  void saysHowToBuildWhatIsMissing(@TempDir Path empty) {
    assertThatThrownBy(() -> Distribution.in(empty))
        .hasMessageContaining("atom-streams-job.jar is missing; build it with ./mvnw");
  }
}
