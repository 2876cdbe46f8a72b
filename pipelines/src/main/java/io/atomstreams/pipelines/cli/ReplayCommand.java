package io.atomstreams.pipelines.cli;

import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.replay.Replay;
import io.atomstreams.pipelines.replay.ReplayOrder;
import io.atomstreams.pipelines.replay.ReplayReport;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atom replay}: the scoring job again, on what the event topics still hold. */
@Command(
    name = "replay",
    description = {
      "Runs the scoring job again on what the event topics still hold, in this process, and compares",
      "its outputs with what is committed on the output topics. Writes nothing to Kafka.",
      "The inputs of an entity come in the order in which they changed its state, as logged on the",
      "topic features; without a log, by event time and event id."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom replay --bootstrap-server localhost:9092 --verify",
      "  atom replay --bootstrap-server localhost:9092 --from 2026-01-01T00:00:00Z \\",
      "      --to 2026-02-01T00:00:00Z --out january",
      "  atom replay --bootstrap-server localhost:9092 --history"
    })
final class ReplayCommand implements Callable<Integer> {

  private static final int MOST_SUBTASKS = 128;
  private static final int CLOCK_PARTS = 3;

  @Spec private CommandSpec spec;

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "Event time of the first outputs to write and compare.")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "INSTANT",
      description = {
        "Event time before which they end. Inputs outside are replayed too, since states need them."
      })
  private Instant to;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write the outputs as JSON lines, one file a topic; must have none of them yet.")
  private Path out;

  @ArgGroup(exclusive = true)
  private Mode mode = new Mode();

  /** What the replay is for. */
  private static final class Mode {
    @Option(
        names = "--verify",
        description = "Exit with 1 if an output is not the recorded one, to the bit.")
    private boolean verify;

    @Option(
        names = "--history",
        description = {
          "Order by event time and id although there is a log: how often each feature differs is",
          "what events that came late or out of order have changed."
        })
    private boolean history;
  }

  @Option(
      names = "--event-clock",
      paramLabel = "WALL,EVENT,SPEED",
      description = {
        "The clock by which events of the future were refused, as atom demo names it;",
        "else as scoring.yaml says."
      })
  private String eventClock;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Subtasks (default 2); the outputs are the same with any.")
  private int parallelism = 2;

  @Option(names = "--json", description = "Print JSON for machines.")
  private boolean json;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "Directory with config.yaml and pipelines/scoring.yaml.")
  private Path conf = Home.path("flink-conf");

  @Option(
      names = "--models",
      paramLabel = "LOCATION",
      description = "Registry of models, a directory or a URI; else as scoring.yaml says.")
  private String models;

  @Override
  public Integer call() throws IOException {
    ScoringConfig config = ScoringConfig.read(conf.resolve("pipelines").resolve("scoring.yaml"));
    check(config.kafka().topicPrefix());
    if (eventClock != null) {
      config = config.withClock(clock());
    }
    String directory = models == null ? Home.location(config.scorer().serving().models()) : models;
    PrintWriter screen = spec.commandLine().getOut();
    Replay.Options options =
        new Replay.Options(
            conf,
            config.withModels(directory),
            cluster.clientSettings(),
            mode.history ? ReplayOrder.EVENT_TIME : ReplayOrder.RECORDED,
            Optional.ofNullable(from),
            Optional.ofNullable(to),
            parallelism,
            Optional.ofNullable(out));
    ReplayReport report =
        Replay.run(
            options,
            news -> {
              if (!json) {
                screen.println("  " + news);
                screen.flush();
              }
            });
    ReplayView view = new ReplayView(screen);
    if (json) {
      view.json(report);
    } else {
      view.text(report, config.features().names());
    }
    screen.flush();
    return mode.verify ? verdict(report) : Atom.SUCCESS;
  }

  private void check(String prefix) {
    if (from != null && to != null && !from.isBefore(to)) {
      throw misuse("--from " + from + " is not before --to " + to);
    }
    if (parallelism < 1 || parallelism > MOST_SUBTASKS) {
      throw misuse("--parallelism " + parallelism + ": 1 to " + MOST_SUBTASKS);
    }
    if (out != null) {
      Arrays.stream(Topic.values())
          .map(topic -> out.resolve(topic.in(prefix) + ".jsonl"))
          .filter(Files::exists)
          .findFirst()
          .ifPresent(
              file -> {
                throw misuse(file + " is there already; give --out another directory");
              });
    }
  }

  private EventClock clock() {
    String[] parts = eventClock.split(",", -1);
    try {
      if (parts.length == CLOCK_PARTS) {
        return new EventClock(
            Long.parseLong(parts[0]), Long.parseLong(parts[1]), Double.parseDouble(parts[2]));
      }
    } catch (IllegalArgumentException e) {
      throw misuse("--event-clock " + eventClock + " is no clock: " + e.getMessage());
    }
    throw misuse(
        "--event-clock " + eventClock + ": three numbers, such as 1767225600000,1767225600000,1");
  }

  private ParameterException misuse(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private static int verdict(ReplayReport report) {
    if (report.comparison().isEmpty()) {
      throw new IllegalStateException(
          "nothing can be verified: the topic features is empty; --history needs no record");
    }
    return report.comparison().get().isSame() ? Atom.SUCCESS : Atom.FAILURE;
  }
}
