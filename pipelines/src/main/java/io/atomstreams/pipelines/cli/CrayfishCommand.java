package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.pipelines.bench.crayfish.CrayfishBench;
import io.atomstreams.pipelines.bench.crayfish.CrayfishReport;
import io.atomstreams.pipelines.bench.crayfish.NetworkFormat;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code atom bench crayfish}: a published workload. */
@Command(
    name = "crayfish",
    description = {
      "The workload of Crayfish (EDBT 2024): 784 floats in JSON, a network of 28,618 weights, one",
      "image a record, Kafka to Kafka. Fails unless each image has exactly one output."
    },
    footer = {
      "",
      "Examples:",
      "  atom bench crayfish                    TensorFlow, two subtasks",
      "  atom bench crayfish --engine onnx --echo --json",
      "",
      "Run it when nothing else runs."
    })
final class CrayfishCommand implements Callable<Integer> {

  /** The goal; decides how long a run takes. */
  private static final int EVENTS_PER_SECOND = 30_000;

  private static final double MEASURED_SHARE = 0.75;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "tensorflow or onnx (default ${DEFAULT-VALUE}).")
  private NetworkFormat engine = NetworkFormat.TENSORFLOW;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = {
        "How long 30,000 events a second would be measured, after a",
        "quarter of them as warm-up (default ${DEFAULT-VALUE}); each second needs",
        "0.34 GB of disk."
      })
  private int seconds = 15;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Subtasks and partitions (default ${DEFAULT-VALUE}).")
  private int parallelism = 2;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images scored at once (default ${DEFAULT-VALUE}).")
  private int batch = 256;

  @Option(
      names = "--echo",
      description = "Write each image out again beside its prediction, as the authors' job does.")
  private boolean echo;

  @Option(
      names = "--compression",
      paramLabel = "NAME",
      description = "Of both topics: none (as published), lz4, zstd, snappy or gzip.")
  private String compression = "none";

  @Option(names = "--json", description = "One JSON object as the last line.")
  private boolean json;

  @Option(names = "--conf", paramLabel = "DIR", description = "Directory with config.yaml.")
  private Path conf = Home.path("flink-conf");

  @Override
  public Integer call() throws JsonProcessingException {
    long events = (long) (seconds * (EVENTS_PER_SECOND / MEASURED_SHARE));
    CrayfishBench.Options options =
        new CrayfishBench.Options(conf, engine, events, parallelism, batch, echo, compression);
    PrintStream out = System.out;
    try (CrayfishBench bench = CrayfishBench.start(options)) {
      CrayfishReport report = bench.measure(Clock.systemUTC(), news -> out.println("  " + news));
      report
          .values()
          .forEach(
              (name, value) ->
                  out.println(String.format(Locale.ROOT, "  %-22s %,14.2f", name, value)));
      if (json) {
        out.println(new ObjectMapper().writeValueAsString(report.values()));
      }
    }
    return Atom.SUCCESS;
  }
}
