package io.atomstreams.pipelines.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that some tests need and that Maven does not bring. It is looked for on the {@code
 * PATH}; else its Debian package is fetched with {@code apt-get download} and unpacked below {@code
 * target/tools}, which needs no rights. Where that cannot be done, the error says what to install.
 */
public enum DebianTool {
  PROMTOOL("promtool", "prometheus"),
  PROMETHEUS("prometheus", "prometheus"),
  ALERTMANAGER("prometheus-alertmanager", "prometheus-alertmanager"),
  CHROMIUM("chromium", "chromium");

  private static final Path UNPACKED = Path.of("target", "tools").toAbsolutePath();
  private static final long FETCHED_WITHIN_MINUTES = 5;

  private final String program;
  private final String debianPackage;

  DebianTool(String program, String debianPackage) {
    this.program = program;
    this.debianPackage = debianPackage;
  }

  /**
   * Where the program is.
   *
   * @throws IllegalStateException if it is not on this machine and cannot be fetched
   */
  public synchronized Path path() {
    return found().orElseGet(this::fetched);
  }

  /** Its path followed by arguments, as a process wants them. */
  public List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(path().toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private Optional<Path> found() {
    Stream<Path> installed =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of);
    Stream<Path> unpacked = Stream.of(UNPACKED.resolve(debianPackage).resolve("usr/bin"));
    return Stream.concat(installed, unpacked)
        .map(directory -> directory.resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Path fetched() {
    fetch();
    return found().orElseThrow(() -> missing("its package holds no such program"));
  }

  private void fetch() {
    Path archive = UNPACKED.resolve("archives");
    Path root = UNPACKED.resolve(debianPackage);
    try {
      Files.createDirectories(archive);
      Files.createDirectories(root);
      run(archive, "apt-get", "download", debianPackage);
      try (Stream<Path> files = Files.list(archive)) {
        Path newest =
            files
                .filter(file -> file.getFileName().toString().startsWith(debianPackage + "_"))
                .findFirst()
                .orElseThrow(() -> missing("apt-get has fetched nothing"));
        run(archive, "dpkg", "-x", newest.toString(), root.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(Path directory, String... command) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw missing(e.getMessage());
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(FETCHED_WITHIN_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw missing(String.join(" ", command) + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while fetching " + debianPackage, e);
    }
  }

  private IllegalStateException missing(String why) {
    return new IllegalStateException(
        "the program %s is not on the PATH and could not be fetched (%s); on Debian and Ubuntu install it with: apt-get install %s"
            .formatted(program, why, debianPackage));
  }
}
