package io.atomstreams.pipelines.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way to install: the chart's values as they are, or with one of the files in {@code
 * profiles/}.
 *
 * @param files in the order in which Helm reads them
 */
record ValuesProfile(String name, List<Path> files) {

  static final String DEFAULT = "default";

  private static final Path PROFILES = Chart.DIRECTORY.resolve("profiles");

  /** All there are, and some that are meant to be used together. */
  static List<ValuesProfile> all() {
    List<ValuesProfile> all = new ArrayList<>();
    all.add(new ValuesProfile(DEFAULT, List.of()));
    try (Stream<Path> files = Files.list(PROFILES)) {
      files
          .map(file -> file.getFileName().toString().replace(".yaml", ""))
          .filter(name -> !name.equals("s3-compatible"))
          .sorted()
          .forEach(name -> all.add(of(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.add(of("s3", "s3-compatible"));
    all.add(of("production", "s3", "secured-scram"));
    all.add(of("production", "volume", "secured-mtls", "autoscaler"));
    return all;
  }

  static ValuesProfile of(String... names) {
    List<Path> files = Stream.of(names).map(name -> PROFILES.resolve(name + ".yaml")).toList();
    return new ValuesProfile(String.join("+", names), files);
  }

  @Override
  public String toString() {
    return name;
  }
}
