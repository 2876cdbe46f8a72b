package io.atomstreams.pipelines.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A directory of settings made from another one: all its files, another {@code config.yaml}. */
public final class SettingsDirectory {

  private SettingsDirectory() {}

  /**
   * Makes the directory.
   *
   * @param from a directory of settings; its profiles are not copied
   * @param to is not there yet, or empty
   * @param lines of its {@code config.yaml}
   */
  public static void write(Path from, Path to, List<String> lines) throws IOException {
    refuseOverwriting(to);
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files =
          all.filter(Files::isRegularFile)
              .map(from::relativize)
              .filter(file -> !file.startsWith("profiles") && !file.equals(Path.of("config.yaml")))
              .toList();
    }
    for (Path file : files) {
      Path copy = to.resolve(file.toString());
      Files.createDirectories(copy.getParent());
      Files.copy(from.resolve(file), copy);
    }
    Files.createDirectories(to);
    Files.write(to.resolve("config.yaml"), lines);
  }

  private static void refuseOverwriting(Path to) throws IOException {
    if (Files.exists(to)) {
      try (Stream<Path> inside = Files.list(to)) {
        if (inside.findAny().isPresent()) {
          throw new IllegalArgumentException(
              to + " is not empty: name a directory that is not there, or remove this one");
        }
      }
    }
  }
}
