package io.atomstreams.pipelines.dashboards;

import io.atomstreams.pipelines.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code atom demo} in a process of its own, as a person starts it; ends with {@link #close}. */
final class RunningDemo implements AutoCloseable {

  private static final Duration RUNS_WITHIN = Duration.ofMinutes(3);
  private static final long POLL_NANOS = 200_000_000;
  private static final long ENDS_WITHIN_SECONDS = 20;
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private final Process process;
  private final Path said;

  private RunningDemo(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /** Returns when its jobs run. */
  static RunningDemo start(Path directory, String... options) throws IOException {
    Path said = directory.resolve("demo.out");
    ProcessBuilder builder =
        new ProcessBuilder(command(directory, options))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("CLASSPATH", classPath());
    RunningDemo demo = new RunningDemo(builder.start(), said);
    try {
      demo.awaitLine(Pattern.compile("learning job \\w+ starts"));
      return demo;
    } catch (RuntimeException | Error e) {
      demo.close();
      throw e;
    }
  }

  private static List<String> command(Path directory, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-Dlog4j.configurationFile=" + HOME.resolve("flink-conf/log4j2.properties"),
                "-Datom.logs=" + directory,
                "-Datom.home=" + HOME,
                "io.atomstreams.pipelines.cli.Atom",
                "demo"));
    command.addAll(List.of(options));
    return command;
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  String webUi() {
    return "http://" + Ports.LOOPBACK + ":" + port("Flink web UI");
  }

  /** Host and port of its metrics. */
  String metrics() {
    return Ports.LOOPBACK + ":" + port("Prometheus endpoint");
  }

  private int port(String what) {
    return awaitLine(Pattern.compile(what + " listens on (?:port )?(\\d+)")).orElseThrow();
  }

  /** Waits for a line; what its group says. */
  private OptionalInt awaitLine(Pattern line) {
    long deadline = System.nanoTime() + RUNS_WITHIN.toNanos();
    while (true) {
      Matcher found = line.matcher(said());
      if (found.find()) {
        return found.groupCount() == 0
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(found.group(1)));
      }
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        throw new AssertionError("the demo has not said " + line + ", but: " + said());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private String said() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
