package io.atomstreams.pipelines.deploy.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * One process of a cluster: known by its pid file and, since numbers are used again, by the mark on
 * its command line.
 *
 * <pre>
 * stopped ──start──► running ──suspend──► suspended
 *    ▲                  │    ◄──resume──      │
 *    └──── kill, stop ──┴─────────────────────┘
 * </pre>
 */
public final class ClusterProcess {

  private static final Duration SIGNALLED_WITHIN = Duration.ofSeconds(10);
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Duration DEAD_WITHIN = Duration.ofSeconds(10);
  private static final int MOMENTS = 200;
  private static final long MOMENT_NANOS = 1_000_000;
  private static final int LINES_SHOWN = 15;
  private static final int LETTERS_SHOWN = 240; // a class path has thousands

  private final ClusterDirectory directory;
  private final String name;
  private final Map<String, String> environment;

  /**
   * One of a cluster.
   *
   * @param environment its variables beside those of this JVM, when it is started
   */
  ClusterProcess(ClusterDirectory directory, String name, Map<String, String> environment) {
    this.directory = directory;
    this.name = name;
    this.environment = environment;
  }

  public String name() {
    return name;
  }

  /** Its number, if it is alive (or suspended). */
  public Optional<Long> pid() {
    return handle().map(ProcessHandle::pid);
  }

  public boolean isAlive() {
    return handle().isPresent();
  }

  /** Whether a signal holds it still. */
  public boolean isSuspended() {
    return handle().filter(process -> state(process) == 'T').isPresent();
  }

  /** Memory it has in RAM now, in bytes; 0 if it is not alive. */
  public long residentBytes() {
    return handle().map(process -> kilobytes(process, "VmRSS:") << 10).orElse(0L);
  }

  /** Where it logs. */
  public Path log() {
    return directory.logs(name).resolve("atom.log");
  }

  /**
   * Starts it, with the command that it was started with before.
   *
   * @throws IllegalStateException if it is alive already
   */
  public void start() {
    if (isAlive()) {
      throw new IllegalStateException(name + " runs already, as process " + pid().orElseThrow());
    }
    try {
      Files.createDirectories(directory.logs(name));
      Files.createDirectories(directory.data(name));
      ProcessBuilder builder = new ProcessBuilder(words());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().putIfAbsent("TF_CPP_MIN_LOG_LEVEL", "2");
      builder.environment().putAll(environment);
      Process process =
          builder
              .directory(directory.data(name).toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.output(name).toFile()))
              .redirectInput(new File("/dev/null"))
              .start();
      ClusterDirectory.write(directory.pid(name), process.pid() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  /** In a session of its own where that can be had: Ctrl-C at the terminal is not meant for it. */
  private List<String> words() {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      words.add(SETSID.toString());
    }
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add(ProcessCommand.mark(directory, name));
    words.add("@" + directory.command(name));
    return words;
  }

  /** SIGKILL; returns when it is gone. Nothing happens if it is not alive. */
  public void kill() {
    handle().ifPresent(this::destroy);
    forget();
  }

  /** SIGSTOP: it is there and does nothing. Returns when that is so. */
  public void suspend() {
    signal("STOP");
    soon().await("standstill of " + name, this::isSuspended);
  }

  /** SIGCONT; returns when it goes on. */
  public void resume() {
    signal("CONT");
    soon().await("going on of " + name, () -> !isSuspended());
  }

  private Readiness soon() {
    return new Readiness(List.of(this), SIGNALLED_WITHIN);
  }

  /** Kills it if it is alive, and starts it again. */
  public void restart() {
    kill();
    start();
  }

  /** Asks it to end. */
  void terminate() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  /**
   * Waits for its end, and kills it if it does not come.
   *
   * @return whether it ended by itself
   */
  boolean ended(Duration within) {
    boolean byItself = handle().map(process -> awaitEnd(process, within)).orElse(true);
    kill();
    return byItself;
  }

  /** The end of what it has said, for people who ask why it does not run. */
  String lastWords() {
    StringBuilder words = new StringBuilder();
    for (Path file : List.of(directory.output(name), log())) {
      List<String> lines = lines(file);
      lines
          .subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())
          .forEach(
              line ->
                  words.append("\n    ").append(line, 0, Math.min(line.length(), LETTERS_SHOWN)));
    }
    return words.isEmpty() ? " and said nothing" : ":" + words;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of(file + " cannot be read: " + e.getMessage());
    }
  }

  private void signal(String signal) {
    long pid =
        pid()
            .orElseThrow(
                () ->
                    new IllegalStateException(name + " is not alive: no SIG" + signal + " for it"));
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + signal + " " + pid + " (" + name + ") failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no command kill on this machine", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at kill -" + signal + " " + name, e);
    }
  }

  private Optional<ProcessHandle> handle() {
    String mark = ProcessCommand.mark(directory, name) + " ";
    return numberInFile()
        .flatMap(ProcessHandle::of)
        .filter(ProcessHandle::isAlive)
        .filter(process -> state(process) != 'Z')
        .filter(process -> commandLine(process.pid()).contains(mark));
  }

  private Optional<Long> numberInFile() {
    Path file = directory.pid(name);
    try {
      return Optional.of(Long.parseLong(Files.readString(file).trim()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException(file + " holds no process number; remove it", e);
    }
  }

  /**
   * Empty if there is no such process. One that is about to become another program, as {@code
   * setsid} becomes {@code java}, has no command line for a moment either: it is asked again.
   */
  private static String commandLine(long pid) {
    Path file = Path.of("/proc", Long.toString(pid), "cmdline");
    try {
      byte[] words = Files.readAllBytes(file);
      for (int again = 0; words.length == 0 && again < MOMENTS; again++) {
        LockSupport.parkNanos(MOMENT_NANOS);
        words = Files.readAllBytes(file);
      }
      return new String(words, StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }

  private static char state(ProcessHandle process) {
    return status(process, "State:").map(state -> state.charAt(0)).orElse('X');
  }

  private static long kilobytes(ProcessHandle process, String field) {
    return status(process, field).map(value -> Long.parseLong(value.replace(" kB", ""))).orElse(0L);
  }

  private static Optional<String> status(ProcessHandle process, String field) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith(field))
          .map(line -> line.substring(field.length()).trim())
          .findFirst();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private void destroy(ProcessHandle process) {
    process.destroyForcibly();
    if (!awaitEnd(process, DEAD_WITHIN)) {
      throw new IllegalStateException(name + ", process " + process.pid() + ", outlives SIGKILL");
    }
  }

  private static boolean awaitEnd(ProcessHandle process, Duration within) {
    try {
      process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a process to end", e);
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(directory.pid(name));
    } catch (IOException e) {
      throw new UncheckedIOException(directory.pid(name) + " cannot be removed", e);
    }
  }
}
