package io.atomstreams.pipelines.deploy.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the JVM of one process is started.
 *
 * @param name one of the cluster, such as {@code taskmanager-1}
 * @param jvm options of the JVM
 * @param arguments of the main method
 */
record ProcessCommand(
    String name, List<String> jvm, String classPath, String mainClass, List<String> arguments) {

  /** Begins the command line, so that a process is known again by it. */
  static final String MARK = "-Datom.process=";

  /**
   * As a file that {@code java @FILE} takes; the class path would make the command line endless.
   */
  String argumentFile() {
    return Stream.of(jvm, List.of("-cp", classPath, mainClass), arguments)
        .flatMap(List::stream)
        .map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining("\n", "", "\n"));
  }

  static String mark(ClusterDirectory directory, String name) {
    Path data = directory.data(name);
    return MARK + data;
  }
}
