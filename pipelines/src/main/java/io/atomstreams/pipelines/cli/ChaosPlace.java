package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.chaos.Scenery;
import io.atomstreams.pipelines.chaos.store.ObjectStore;
import io.atomstreams.pipelines.deploy.Distribution;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the processes of a run live, and with what settings. */
final class ChaosPlace {

  private static final int CHECKPOINT_MEGABYTES = 512;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = {
        "An empty directory for the processes; a temporary one unless said otherwise. It is kept",
        "where something was wrong."
      })
  private Path directory;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "Directory with config.yaml and pipelines/scoring.yaml.")
  private Path conf = Home.path("flink-conf");

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Registry of models, of which the run takes a copy.")
  private Path models = Home.path("testdata/models");

  @Option(
      names = "--taskmanagers",
      paramLabel = "N",
      description = "Processes with two slots each (default: ${DEFAULT-VALUE}).")
  private int taskManagers = 1;

  @Option(
      names = "--s3",
      description = {
        "Checkpoints and savepoints lie in an S3 endpoint of this machine, by the profile s3."
      })
  private boolean s3;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "A Flink option in place of all others; may be repeated.")
  private Map<String, String> flink = Map.of();

  /**
   * Starts the processes.
   *
   * @param withSmallDisk checkpoints get a file system of their own, where that can be had
   */
  Scenery build(boolean withSmallDisk, PrintWriter err) {
    return build(withSmallDisk ? CHECKPOINT_MEGABYTES : 0, false, err);
  }

  /** Starts the processes for a run of hours. */
  Scenery buildLasting(PrintWriter err) {
    return build(0, true, err);
  }

  private Scenery build(int megabytes, boolean lasting, PrintWriter err) {
    Path place = place();
    Path target = Home.path("pipelines").resolve("target");
    try {
      Scenery.Options onDisk =
          new Scenery.Options(
              conf,
              models,
              Distribution.in(target),
              taskManagers,
              2,
              true,
              megabytes,
              lasting,
              flink,
              Optional.empty());
      return Scenery.build(place, s3 ? onDisk.onS3(ObjectStore.Programs.in(target)) : onDisk);
    } catch (RuntimeException e) {
      tell(place, err);
      throw e;
    }
  }

  /** Whether checkpoints lie in an object store. */
  boolean onS3() {
    return s3;
  }

  private Path place() {
    try {
      return directory == null
          ? Files.createTempDirectory("atom-chaos-")
          : Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the processes", e);
    }
  }

  /** Deletes what was written, if nothing has to be looked at. */
  void clear(Scenery scenery, boolean isFine, PrintWriter err) {
    if (isFine && directory == null) {
      scenery.delete();
    } else {
      tell(scenery.directory(), err);
    }
  }

  private static void tell(Path place, PrintWriter err) {
    err.println("  logs and topics of the run are in " + place);
    err.flush();
  }
}
