package io.atomstreams.pipelines.deploy.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where everything of one cluster lies.
 *
 * <pre>
 * conf/           config.yaml of Flink, kafka.properties, zookeeper.cfg, log4j2.properties
 * commands/NAME   the arguments of each process's JVM, as {@code java @FILE} takes them
 * pids/NAME       the number of a process that was started and not stopped
 * logs/NAME/      atom.log, and what it wrote before it could log in out
 * data/NAME/      a process's own files: the broker's log, local state of a TaskManager
 * checkpoints/ savepoints/ recovery/
 * </pre>
 */
record ClusterDirectory(Path root) {

  ClusterDirectory {
    root = root.toAbsolutePath().normalize();
  }

  Path conf() {
    return root.resolve("conf");
  }

  Path command(String name) {
    return root.resolve("commands").resolve(name);
  }

  Path pid(String name) {
    return root.resolve("pids").resolve(name);
  }

  Path logs(String name) {
    return root.resolve("logs").resolve(name);
  }

  Path output(String name) {
    return logs(name).resolve("out");
  }

  Path data(String name) {
    return root.resolve("data").resolve(name);
  }

  String uri(String child) {
    return root.resolve(child).toUri().toString();
  }

  /** Names of all processes that belong to the cluster, running or not, in order. */
  List<String> processes() {
    Path commands = root.resolve("commands");
    if (Files.notExists(commands)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(commands)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(commands + " cannot be read", e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }
}
