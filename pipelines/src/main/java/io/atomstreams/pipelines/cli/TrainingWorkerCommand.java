package io.atomstreams.pipelines.cli;

import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.training.TrainingProgress;
import io.atomstreams.pipelines.scoring.AddedFeatures;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.training.FeatureLog;
import io.atomstreams.pipelines.training.LabelFile;
import io.atomstreams.pipelines.training.TrainingDesk;
import io.atomstreams.pipelines.training.TrainingRequest;
import io.atomstreams.pipelines.training.TrainingWorker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code atom training-worker}: trainings that others ask for. */
@Command(
    name = "training-worker",
    description = {
      "Carries out the requests on the topic training-requests, one after the other, each within",
      "its bounds; registers what comes of them and answers on training-outcomes. Runs until it is",
      "stopped. Several of them share the work."
    })
final class TrainingWorkerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ClusterOptions cluster;

  @Option(names = "--models", paramLabel = "DIR", description = "Where to put the models.")
  private Path models = Home.path("testdata/models");

  @Option(
      names = "--feature-log",
      paramLabel = "DIR",
      description = "Directory with features.jsonl, instead of the topic features.")
  private Path featureLog;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "Directory with config.yaml, pipelines/scoring.yaml and labels/.")
  private Path conf = Home.path("flink-conf");

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "Stop after so long without a request (default: never).")
  private long idleSeconds;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> client = cluster.clientSettings();
    ScoringConfig declared = ScoringConfig.read(conf.resolve("pipelines").resolve("scoring.yaml"));
    String prefix = declared.kafka().topicPrefix();
    ScoringConfig config =
        featureLog == null
            ? declared.with(new AddedFeatures(client, prefix, declared.features()))
            : declared;
    Clock clock = Clock.systemUTC();
    TrainingWorker worker =
        new TrainingWorker(
            config.features(),
            label -> LabelFile.read(conf, label),
            () ->
                featureLog == null
                    ? FeatureLog.read(client, prefix)
                    : FeatureLogOptions.read(featureLog),
            ModelRegistry.at(models),
            clock);
    Idleness idleness = new Idleness(clock, Duration.ofSeconds(idleSeconds));
    new TrainingDesk(
            client,
            prefix,
            request -> worker.answer(request, progress(out, clock, request)),
            outcome -> {
              out.println("  " + outcome.sentence());
              out.flush();
              idleness.end();
            })
        .work(idleness);
    return Atom.SUCCESS;
  }

  private static TrainingProgress progress(PrintWriter out, Clock clock, TrainingRequest request) {
    out.printf("  request %s by %s: %s%n", request.id(), request.requestedBy(), request.model());
    return new TrainingBar(out, CommandLine.Help.Ansi.AUTO.enabled(), clock, request.maxEpochs());
  }

  /** Whether to wait for another request. */
  private static final class Idleness implements BooleanSupplier {

    private final Clock clock;
    private final Duration longest;
    private Instant since;

    private Idleness(Clock clock, Duration longest) {
      this.clock = clock;
      this.longest = longest;
      this.since = clock.instant();
    }

    private void end() {
      since = clock.instant();
    }

    @Override
    public boolean getAsBoolean() {
      return longest.isZero() || clock.instant().isBefore(since.plus(longest));
    }
  }
}
