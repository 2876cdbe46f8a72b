package io.atomstreams.pipelines.chaos;

import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.chaos.load.LoadEvents;
import io.atomstreams.pipelines.chaos.store.ObjectStore;
import io.atomstreams.pipelines.deploy.Distribution;
import io.atomstreams.pipelines.deploy.cluster.ClusterSettings;
import io.atomstreams.pipelines.deploy.cluster.LocalCluster;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.settings.Profiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.HighAvailabilityOptions;

/**
 * Sets up what a run needs on this machine, under one directory: a cluster of processes, a copy of
 * the models that can be taken away, another for who checks the job, and, where the machine lets us
 * mount one, a small file system for checkpoints that can be filled. Clears all of it away again,
 * also when this JVM is ended from outside.
 */
public final class Scenery implements AutoCloseable {

  private static final int MOUNTED_WITHIN_SECONDS = 10;
  private static final Pattern CLOCK = Pattern.compile("(?m)^(\\s+clock:\\s+)\\{[^}]*\\}");
  private static final Pattern REGISTRY = Pattern.compile("(?m)^(\\s+models:\\s+)\\S+");
  private static final Pattern COMPARISON =
      Pattern.compile("(?m)^(\\s+(?:latencyRatio|scoreShift):\\s+)[0-9.]+");
  private static final String NEVER = "1000";

  /**
   * Settings of a run that are not those of an installation: more checkpoints to be hit, and news
   * of a job that are not three seconds old.
   */
  private static final Map<String, String> FREQUENT =
      Map.of(
          "web.refresh-interval", "100ms",
          "execution.checkpointing.interval", "2s",
          "execution.checkpointing.min-pause", "500ms",
          "execution.checkpointing.tolerable-failed-checkpoints", "1000");

  /** Of a run of hours a disk holds the last minutes only: of each partition some 300 MB. */
  private static final Map<String, String> SHORT_LOG =
      Map.of(
          "log.retention.bytes",
          String.valueOf(256 << 20),
          "log.segment.bytes",
          String.valueOf(64 << 20),
          "log.retention.check.interval.ms",
          "10000",
          "log.segment.delete.delay.ms",
          "5000");

  /** On S3 too: what is hung up on a store is seen soon, and no local copy spares a restore it. */
  private static final Map<String, String> ON_S3 =
      Map.of(
          "execution.checkpointing.timeout", "15s",
          "execution.state-recovery.from-local", "false");

  /**
   * What is wanted.
   *
   * @param conf directory with {@code config.yaml} and {@code pipelines/scoring.yaml}
   * @param models the registry that is copied, for the job and for who checks it
   * @param megabytes size of the file system for checkpoints; 0: the directory's own
   * @param lasting a run of hours: checkpoints as often as an installation has them, a broker that
   *     soon forgets, and models that are swapped without being compared
   * @param flink Flink options in place of all others
   * @param s3 what an object store for checkpoints is made of; else they lie in the directory
   */
  public record Options(
      Path conf,
      Path models,
      Distribution distribution,
      int taskManagers,
      int slots,
      boolean highAvailability,
      int megabytes,
      boolean lasting,
      Map<String, String> flink,
      Optional<ObjectStore.Programs> s3) {

    /** Checkpoints and savepoints in an object store. */
    public Options onS3(ObjectStore.Programs programs) {
      return new Options(
          conf,
          models,
          distribution,
          taskManagers,
          slots,
          highAvailability,
          0,
          lasting,
          flink,
          Optional.of(programs));
    }
  }

  private final Path directory;
  private final Options options;
  private final boolean mounted;
  private final Path file;
  private final ScoringConfig config;
  private final AtomicBoolean cleared = new AtomicBoolean();
  private final Thread undo = new Thread(this::clear, "undo");
  private volatile Optional<ObjectStore> store = Optional.empty();
  private volatile LocalStage stage;

  private Scenery(Path directory, Options options, boolean mounted, Path file) {
    this.directory = directory;
    this.options = options;
    this.mounted = mounted;
    this.file = file;
    this.config = ScoringConfig.read(file).withModels(kept(directory).toString());
  }

  /** Sets everything up in a directory that is there and empty. */
  public static Scenery build(Path directory, Options options) {
    Path models = directory.resolve("models");
    copy(options.models(), models);
    copy(options.models(), kept(directory));
    Path file = settings(options.conf(), models, directory);
    if (options.lasting()) {
      compareNoModels(file);
    }
    ScoringConfig.read(file); // what is wrong with it is said before anything is set up
    boolean mounted = options.megabytes() > 0 && mount(directory, options.megabytes());
    Scenery scenery = new Scenery(directory, options, mounted, file);
    Runtime.getRuntime().addShutdownHook(scenery.undo);
    try {
      scenery.store = options.s3().map(scenery::startStore);
      scenery.stage = scenery.start(options.flink());
      return scenery;
    } catch (RuntimeException e) {
      scenery.close();
      throw e;
    }
  }

  private ObjectStore startStore(ObjectStore.Programs programs) {
    return ObjectStore.start(
        programs, directory.resolve("checkpoints"), directory.resolve("object-store"));
  }

  /** The shipped profile, and over it where this store is. */
  private Map<String, String> onS3(ObjectStore reached) {
    Map<String, String> settings = new HashMap<>(new Profiles(options.conf()).settings("s3"));
    // this endpoint forgets directories without files, which Flink makes for it and lists
    settings.remove(HighAvailabilityOptions.HA_STORAGE_PATH.key());
    settings.putAll(ON_S3);
    settings.putAll(reached.flink());
    return settings;
  }

  private LocalStage start(Map<String, String> flink) {
    ClusterSettings settings =
        ClusterSettings.of(options.conf())
            .withTaskManagers(options.taskManagers(), options.slots())
            .withHighAvailability(options.highAvailability())
            .withEnvironment(store.map(ObjectStore::environment).orElse(Map.of()));
    Map<String, String> onS3 = store.map(this::onS3).orElse(Map.of());
    Map<String, String> checkpoints = options.lasting() ? Map.of() : FREQUENT;
    for (Map<String, String> some : List.of(onS3, checkpoints, flink)) {
      for (Map.Entry<String, String> one : some.entrySet()) {
        settings = settings.withFlink(one.getKey(), one.getValue());
      }
    }
    Map<String, String> log = options.lasting() ? SHORT_LOG : Map.of();
    for (Map.Entry<String, String> one : log.entrySet()) {
      settings = settings.withBroker(one.getKey(), one.getValue());
    }
    LocalCluster cluster = LocalCluster.start(directory, options.distribution(), settings);
    return new LocalStage(
        cluster, options.distribution(), file, directory.resolve("models"), kept(directory), store);
  }

  private static Path kept(Path directory) {
    return directory.resolve("models-kept").toAbsolutePath();
  }

  /** Ends all processes and starts them with other Flink options; topics and savepoints stay. */
  public LocalStage restart(Map<String, String> flink) {
    stage.cluster().stop();
    Map<String, String> more = new HashMap<>(options.flink());
    more.putAll(flink);
    stage = start(more);
    return stage;
  }

  /** The job's settings with the copied models, and a clock under which the load never ends. */
  static Path settings(Path conf, Path models, Path directory) {
    Path shipped = conf.resolve("pipelines").resolve("scoring.yaml");
    Path file = directory.resolve("scoring.yaml");
    try {
      String text = Files.readString(shipped);
      String ours = "$1" + Matcher.quoteReplacement(models.toAbsolutePath().toString());
      EventClock clock = LoadEvents.clock();
      String timed =
          CLOCK
              .matcher(text)
              .replaceAll(
                  "$1{anchorWall: %d, anchorEvent: %d, speed: %s}"
                      .formatted(clock.anchorWall(), clock.anchorEvent(), clock.speed()));
      if (timed.equals(text)) {
        throw new IllegalArgumentException(
            shipped + " has no validation.clock on one line; copy that of the shipped one");
      }
      Files.writeString(file, REGISTRY.matcher(timed).replaceAll(ours));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(shipped + " cannot be copied to " + file, e);
    }
  }

  /**
   * No version goes for being slower than the one before, or for other scores: where versions are
   * copies, the machine and a state that still fills are all that differs.
   */
  static void compareNoModels(Path file) {
    try {
      String guarded = Files.readString(file);
      Files.writeString(file, COMPARISON.matcher(guarded).replaceAll("$1" + NEVER));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be changed", e);
    }
  }

  /** Whether checkpoints have a file system of their own. */
  private static boolean mount(Path directory, int megabytes) {
    Path checkpoints = directory.resolve("checkpoints");
    try {
      Files.createDirectories(checkpoints);
    } catch (IOException e) {
      throw new UncheckedIOException(checkpoints + " cannot be made", e);
    }
    return run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "atom", "" + checkpoints);
  }

  private static boolean run(String... words) {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(MOUNTED_WITHIN_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notHere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** All files below a directory; its own need not be there yet. */
  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(from + " cannot be copied to " + to, e);
    }
  }

  public LocalStage stage() {
    return stage;
  }

  /** Where checkpoints are, if they are not on a disk. */
  Optional<ObjectStore> store() {
    return store;
  }

  /** The job's settings, with the models that are never taken away: for who checks the job. */
  public ScoringConfig config() {
    return config;
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(undo);
    } catch (IllegalStateException ending) {
      // then it runs, or has run
    }
  }

  private void clear() {
    if (cleared.getAndSet(true)) {
      return;
    }
    if (stage != null) {
      stage.close();
    }
    store.ifPresent(ObjectStore::close);
    String checkpoints = directory.resolve("checkpoints").toString();
    if (mounted && !run("umount", checkpoints)) {
      run("umount", "--lazy", checkpoints); // somebody looks into it
    }
  }

  /** Where everything lies. */
  public Path directory() {
    return directory;
  }

  /** Deletes all of it, logs included. */
  public void delete() {
    TemporaryDirectory.delete(directory);
  }
}
