package io.atomstreams.pipelines.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way to install: the chart's values as they are, or with one of the files in {@code profiles/}
 * and what it leaves to the one who installs.
 *
 * @param files in the order in which Helm reads them
 */
record ValuesProfile(String name, List<Path> files) {

  static final String DEFAULT = "default";

  private static final Path PROFILES = Chart.DIRECTORY.resolve("profiles");
  private static final Path GIVEN = GoldenManifests.DIRECTORY.resolve("given");

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

  /** With what the profiles ask for behind them, since of two files Helm takes the later one. */
  static ValuesProfile of(String... names) {
    Stream<Path> given = Stream.of(names).map(name -> GIVEN.resolve(name + ".yaml"));
    List<Path> files =
        Stream.concat(Stream.of(names).map(ValuesProfile::asDelivered), given.filter(Files::exists))
            .toList();
    return new ValuesProfile(String.join("+", names), files);
  }

  /** The file of a profile alone. */
  static Path asDelivered(String name) {
    return PROFILES.resolve(name + ".yaml");
  }

  @Override
  public String toString() {
    return name;
  }
}
