package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.pipelines.bench.Bench;
import io.atomstreams.pipelines.bench.BenchReport;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atom bench}: how fast, as ratios of jobs that run in turn in one process. */
@Command(
    name = "bench",
    description = "Measures throughput and CPU per event, broker included.",
    footer = {
      "",
      "Examples:",
      "  atom bench passthrough                 a plain copy and the pass-through",
      "  atom bench scoring --state rocksdb     the scoring job beside both; ratios",
      "",
      "Run it when nothing else runs."
    })
final class BenchCommand implements Callable<Integer> {

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

  @Parameters(paramLabel = "WHAT", description = "passthrough or scoring.")
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
      names = "--orders",
      paramLabel = "SHARE",
      description = "Share of events that are orders and so scored (default ${DEFAULT-VALUE}).")
  private double orders = 0.1;

  @Option(names = "--rounds", paramLabel = "N", description = "After the warm-up.")
  private int rounds = 3;

  @Option(names = "--json", description = "One JSON object as the last line.")
  private boolean json;

  @Option(names = "--conf", paramLabel = "DIR", description = "Directory with config.yaml.")
  private Path conf = Home.path("flink-conf");

  @Override
  public Integer call() throws JsonProcessingException {
    PrintStream out = System.out;
    ScoringConfig config = ScoringConfig.read(conf.resolve("pipelines").resolve("scoring.yaml"));
    config = config.withModels(Home.path(config.scorer().models()).toString());
    Bench.Options options =
        new Bench.Options(conf, config, events, customers, orders, state.backend);
    BenchReport report;
    try (Bench bench = Bench.start(options, news -> out.println("  " + news))) {
      report =
          BenchReport.measure(
              bench, subject == Subject.SCORING, events, rounds, line -> out.println("  " + line));
    }
    report.sentences().forEach(line -> out.println("  " + line));
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(report.values()));
    }
    return 0;
  }
}
