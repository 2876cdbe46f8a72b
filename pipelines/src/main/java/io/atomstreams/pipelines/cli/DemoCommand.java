package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.demo.DemoFeed;
import io.atomstreams.pipelines.demo.DemoOptions;
import io.atomstreams.pipelines.demo.DemoRun;
import io.atomstreams.pipelines.demo.LearnedScorers;
import io.atomstreams.pipelines.demo.LiveView;
import io.atomstreams.pipelines.demo.MappedFeed;
import io.atomstreams.pipelines.demo.SimulatedFeed;
import io.atomstreams.pipelines.demo.Summary;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import io.atomstreams.pipelines.learning.LearningConfig;
import io.atomstreams.pipelines.monitoring.MonitoringConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atom demo}: the scoring job, with everything around it, on one machine. */
@Command(
    name = "demo",
    description = "Runs the scoring job on an embedded Kafka and Flink, with a live view.",
    footer = {
      "",
      "Examples:",
      "  atom demo                                       until Ctrl-C",
      "  atom demo --learn                               learns who leaves, until a rival opens, and on",
      "  atom demo --events 50000 --summary              ends by itself; last line is JSON",
      "  atom demo --input orders.csv.gz --mapping orders.yaml --output out"
    })
final class DemoCommand implements Callable<Integer> {

  private static final double LEARNING_RATE = 3_000;
  private static final long VIEW_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration PROFILE_WINDOW = Duration.ofSeconds(30);
  private static final long LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  @Spec private CommandSpec spec;

  private static final Duration STOPPED_WITHIN = Duration.ofMillis(4_500);

  @Option(names = "--events", paramLabel = "N", description = "End after this many events.")
  private Long events;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Events per second once the history is in (default 1000, to learn 3000).")
  private Double rate;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "Event time per wall time (default 43200: half a day per second).")
  private Double speed;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the simulator (default 42).")
  private long seed = 42;

  @Option(names = "--input", paramLabel = "FILE", description = "Replay this CSV (or .csv.gz).")
  private Path input;

  @Option(names = "--mapping", paramLabel = "FILE", description = "How its lines become events.")
  private Path mapping;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Also write the output topics as JSON lines, as they are committed.")
  private Path output;

  @Option(
      names = "--profiles",
      description = "Run the monitoring job too, with windows of 30 s: see atom profile.")
  private boolean profiles;

  @Option(
      names = "--learn",
      description = {
        "Run the learning job too, as pipelines/learning.yaml says: who will leave is learned from the",
        "orders that do not come. 20 days after the history a rival opens, and what was learned is wrong."
      })
  private boolean learn;

  @Option(names = "--summary", description = "Print a JSON object as the last line.")
  private boolean summary;

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

  private Path learned;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean interrupted;

  @Override
  public Integer call() {
    check();
    learned = learn ? TemporaryDirectory.create("atom-learned-") : null;
    PrintStream out = System.out;
    Clock clock = Clock.systemUTC();
    try (DemoFeed feed = feed();
        DemoRun run = new DemoRun(options(feed, clock), feed, clock)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(run), "stop"));
      run.start(news -> out.println("  " + news));
      watch(run, out);
      if (interrupted) {
        return 130;
      }
      out.println("  every event has an outcome; committing …");
      Summary result = run.finish();
      return report(run, result, out);
    } finally {
      if (learned != null) {
        TemporaryDirectory.delete(learned);
      }
      ended.countDown();
    }
  }

  private void check() {
    if ((input == null) != (mapping == null)) {
      throw new ParameterException(
          spec.commandLine(), "--input and --mapping belong together: a file, and how to read it");
    }
    if (input != null && speed != null) {
      throw new ParameterException(
          spec.commandLine(), "--speed is for the simulator; a replay goes by --rate");
    }
    positive("--events", events == null ? 1 : (double) events);
    positive("--rate", rate == null ? 1 : rate);
    positive("--speed", speed == null ? 1 : speed);
  }

  private void positive(String option, double value) {
    if (!(value > 0)) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + ", must be greater than 0");
    }
  }

  private long limit() {
    return events == null ? Long.MAX_VALUE : events;
  }

  private DemoFeed feed() {
    return input == null ? simulated() : MappedFeed.open(input, mapping, rate == null ? 0 : rate);
  }

  private SimulatedFeed simulated() {
    return learn
        ? SimulatedFeed.withRival(
            seed, limit(), OptionalDouble.of(rate == null ? LEARNING_RATE : rate), optional(speed))
        : SimulatedFeed.of(seed, limit(), optional(rate), optional(speed));
  }

  private DemoOptions options(DemoFeed feed, Clock clock) {
    ScoringConfig config = ScoringConfig.read(conf.resolve("pipelines").resolve("scoring.yaml"));
    String directory = models == null ? Home.location(config.scorer().serving().models()) : models;
    config = config.withModels(directory);
    if (feed instanceof SimulatedFeed simulated) {
      config = config.withClock(simulated.clock(clock.millis()));
    }
    Optional<LearningConfig> learning = learn ? Optional.of(learning(config)) : Optional.empty();
    if (learning.isPresent()) {
      config = LearnedScorers.beside(config, learning.get());
    }
    return new DemoOptions(
        conf,
        config,
        limit(),
        Optional.ofNullable(output),
        profiles ? Optional.of(monitoring()) : Optional.empty(),
        learning,
        learn && input == null ? Optional.of(SimulatedFeed.RIVAL_FROM) : Optional.empty(),
        DemoOptions.WantedPorts.usual());
  }

  /** Versions go to a registry that lasts as long as the demo. */
  private LearningConfig learning(ScoringConfig config) {
    LearningConfig learning = LearningConfig.read(conf);
    return learning.with(config.kafka().topicPrefix(), learned.toString());
  }

  /** A demo does not last: its windows are short. */
  private MonitoringConfig monitoring() {
    return MonitoringConfig.read(conf.resolve("pipelines").resolve("monitoring.yaml"))
        .withWindow(PROFILE_WINDOW);
  }

  private void watch(DemoRun run, PrintStream out) {
    boolean ansi = CommandLine.Help.Ansi.AUTO.enabled();
    LiveView view = new LiveView(out, ansi);
    long every = ansi ? VIEW_EVERY_NANOS : LINE_EVERY_NANOS;
    long next = System.nanoTime() + VIEW_EVERY_NANOS;
    while (!interrupted && !run.isDone()) {
      DemoRun.pause();
      if (System.nanoTime() >= next && !interrupted) {
        view.show(run.snapshot(), run.endpoints());
        next = System.nanoTime() + every;
      }
    }
    if (!interrupted) {
      view.show(run.snapshot(), run.endpoints());
    }
  }

  private int report(DemoRun run, Summary result, PrintStream out) {
    result.sentences().forEach(line -> out.println("  " + line));
    if (!result.isExact()) {
      run.problems().forEach(problem -> out.println("  defect: " + problem));
    }
    if (output != null) {
      out.println("  output topics written to " + output);
    }
    if (summary) {
      out.println(result.toJson());
    }
    return result.isExact() ? 0 : 1;
  }

  /**
   * At the end of the JVM, which waits for this: stops the run if it has not ended by itself. Flink
   * takes its own parts down at the same time, and now and then what it has taken away is waited
   * for; so this does not wait for long. The process ends in any case, and what it held with it.
   */
  private void interrupt(DemoRun run) {
    if (ended.getCount() > 0) {
      interrupted = true;
      System.out.println("\n  stopping …");
      Thread closing = new Thread(() -> close(run), "close");
      closing.setDaemon(true);
      closing.start();
      try {
        closing.join(STOPPED_WITHIN.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void close(DemoRun run) {
    try {
      run.close();
    } catch (IllegalStateException e) {
      System.out.println("  " + e.getMessage());
    }
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
