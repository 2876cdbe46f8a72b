package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.pipelines.bench.Bench;
import io.atomstreams.pipelines.bench.BenchReport;
import io.atomstreams.pipelines.bench.StateSize;
import io.atomstreams.pipelines.bench.SustainedReport;
import io.atomstreams.pipelines.bench.SustainedRun;
import io.atomstreams.pipelines.bench.Workload;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom bench}: how fast, as ratios of jobs that run in turn in one process. */
@Command(
    name = "bench",
    subcommands = CrayfishCommand.class,
    description = "Measures throughput and CPU per event, broker included.",
    footer = {
      "",
      "Examples:",
      "  atom bench passthrough                 a plain copy and the pass-through",
      "  atom bench scoring --state rocksdb     the scoring job beside both; ratios",
      "  atom bench scoring --customers 1000000 --skew 1 --orders 1 --features forty",
      "                                         the fixed workload; with --minutes 10, under a",
      "                                         steady feed: whether it keeps up, and stalls",
      "  atom bench scoring --customers 20000 --events 400000 --orders 1 --features forty \\",
      "      --state-size                       bytes of a savepoint for each customer",
      "",
      "Run it when nothing else runs."
    })
final class BenchCommand implements Callable<Integer> {

  private static final String SHIPPED = "shipped";

  /** What to measure. */
  enum Subject {
    PASSTHROUGH,
    SCORING
  }

  /** Where state lives. */
  enum State {
    HEAP("hashmap"),
    ROCKSDB("rocksdb");

    private final String backend;

    State(String backend) {
      this.backend = backend;
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "WHAT", description = "passthrough or scoring.")
  private Subject subject;

  @Option(names = "--state", description = "heap or rocksdb (default ${DEFAULT-VALUE}).")
  private State state = State.ROCKSDB;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "Events a round (default ${DEFAULT-VALUE}).")
  private long events = 2_000_000;

  @Option(names = "--customers", paramLabel = "N", description = "Default ${DEFAULT-VALUE}.")
  private int customers = 200_000;

  @Option(
      names = "--skew",
      paramLabel = "S",
      description = {
        "Exponent of Zipf's law by which customers and products",
        "are drawn; 0 draws them evenly (default ${DEFAULT-VALUE})."
      })
  private double skew;

  @Option(
      names = "--orders",
      paramLabel = "SHARE",
      description = "Share of events that are orders and so scored (default ${DEFAULT-VALUE}).")
  private double orders = 0.1;

  @Option(
      names = "--features",
      paramLabel = "LIST",
      description = {
        "shipped (those of scoring.yaml, the default), forty or",
        "another of bench/, or a file; both with a section",
        "features and nothing else."
      })
  private String features = SHIPPED;

  @Option(names = "--rounds", paramLabel = "N", description = "After the warm-up.")
  private int rounds = 3;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Scoring alone, under a steady feed for so long.")
  private Double minutes;

  @Option(
      names = "--rate",
      paramLabel = "MB",
      description = "What that feed sends a second (default ${DEFAULT-VALUE}).")
  private double rate = 38.6;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Of that feed, not measured (default ${DEFAULT-VALUE}).")
  private int warmUp = 60;

  @Option(
      names = "--retention",
      paramLabel = "MB",
      description = "What each partition keeps meanwhile (default ${DEFAULT-VALUE}).")
  private int retention = 1024;

  @Option(
      names = "--state-size",
      description = "Scoring alone, then a savepoint: bytes of state for each entity.")
  private boolean stateSize;

  @Option(names = "--json", description = "One JSON object as the last line.")
  private boolean json;

  @Option(names = "--conf", paramLabel = "DIR", description = "Directory with config.yaml.")
  private Path conf = Home.path("flink-conf");

  @Override
  public Integer call() throws JsonProcessingException {
    if (subject == null) {
      throw refused("say what to measure: passthrough, scoring or crayfish");
    }
    if ((minutes != null || stateSize) && subject != Subject.SCORING) {
      throw refused("--minutes and --state-size are of scoring, not of " + name(subject));
    }
    if (minutes != null && stateSize) {
      throw refused("--minutes and --state-size are two runs: ask for one of them");
    }
    Bench.Options options = options();
    PrintStream out = System.out;
    Map<String, Double> values;
    if (minutes != null) {
      values = sustained(options, out);
    } else if (stateSize) {
      values = StateSize.measure(options, news -> out.println("  " + news));
      tell(values, out);
    } else {
      values = ratios(options, out);
    }
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(values));
    }
    return 0;
  }

  private Bench.Options options() {
    ScoringConfig config = ScoringConfig.read(conf.resolve("pipelines").resolve("scoring.yaml"));
    config = config.withModels(Home.location(config.scorer().serving().models()));
    if (!features.equals(SHIPPED)) {
      Path named = conf.resolve("bench").resolve(features + ".yaml");
      boolean isName = features.matches("[a-z0-9-]+");
      config = config.withFeatures(ScoringConfig.readFeatures(isName ? named : Path.of(features)));
    }
    Workload workload = new Workload(events, customers, skew, orders);
    return new Bench.Options(conf, config, workload, state.backend);
  }

  private Map<String, Double> ratios(Bench.Options options, PrintStream out) {
    try (Bench bench = Bench.start(options, news -> out.println("  " + news))) {
      BenchReport report =
          BenchReport.measure(
              bench, subject == Subject.SCORING, events, rounds, line -> out.println("  " + line));
      report.sentences().forEach(line -> out.println("  " + line));
      return report.values();
    }
  }

  private Map<String, Double> sustained(Bench.Options options, PrintStream out) {
    SustainedRun.Load load =
        new SustainedRun.Load(
            Duration.ofMillis((long) (minutes * 60_000)),
            Duration.ofSeconds(warmUp),
            rate,
            retention);
    try (SustainedRun run = SustainedRun.start(options, load)) {
      SustainedReport report = run.measure(news -> out.println("  " + news));
      tell(report.values(), out);
      return report.values();
    }
  }

  private static void tell(Map<String, Double> values, PrintStream out) {
    values.forEach(
        (name, value) -> out.println(String.format(Locale.ROOT, "  %-34s %,.3f", name, value)));
  }

  private ParameterException refused(String reason) {
    return new ParameterException(spec.commandLine(), reason);
  }

  private static String name(Subject subject) {
    return subject.name().toLowerCase(Locale.ROOT);
  }
}
