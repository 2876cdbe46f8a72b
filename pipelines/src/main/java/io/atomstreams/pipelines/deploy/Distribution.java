package io.atomstreams.pipelines.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the build makes for clusters, in two parts that share no jar.
 *
 * @param jobJar what is submitted: operators, pipelines, the Kafka connector and their libraries
 * @param reporterJar the metrics reporter for machines that listen on the loopback address only
 * @param lib what lies in Flink's {@code lib/}: Flink, logging, engines, model-loader and all they
 *     need
 */
public record Distribution(Path jobJar, Path reporterJar, List<Path> lib) {

  /**
   * Finds it.
   *
   * @param target the build directory of the module pipelines
   * @throws IllegalStateException if it was not built there
   */
  public static Distribution in(Path target) {
    Path jobJar = target.resolve("atom-streams-job.jar");
    Path reporterJar = target.resolve("atom-streams-reporter.jar");
    Path classPath = target.resolve("flink-lib.classpath");
    for (Path part : List.of(jobJar, reporterJar, classPath)) {
      if (Files.notExists(part)) {
        throw new IllegalStateException(
            part.toAbsolutePath() + " is missing; build it with ./mvnw -DskipTests package");
      }
    }
    try {
      String[] jars = Files.readString(classPath).trim().split(File.pathSeparator, -1);
      return new Distribution(
          jobJar.toAbsolutePath(),
          reporterJar.toAbsolutePath(),
          Arrays.stream(jars).map(Path::of).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(classPath + " cannot be read", e);
    }
  }

  /** The class path of Flink's processes on this machine. */
  public String flinkClassPath() {
    List<String> parts = new ArrayList<>();
    parts.add(reporterJar.toString());
    lib.forEach(jar -> parts.add(jar.toString()));
    return String.join(File.pathSeparator, parts);
  }
}
