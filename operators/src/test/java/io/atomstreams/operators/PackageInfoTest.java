package io.atomstreams.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package says what lives in it, what it may import and which class to read first. */
class PackageInfoTest {

  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final String DESCRIPTION = "package-info.java";

  @Test
  void everyPackageDescribesItself() throws IOException {
    List<Path> packages = packages();
    assertThat(packages).isNotEmpty();
    assertThat(packages)
        .allSatisfy(directory -> assertThat(directory.resolve(DESCRIPTION)).exists());
  }

  private static List<Path> packages() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .toList();
    }
  }
}
