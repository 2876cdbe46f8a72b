package io.atomstreams.pipelines.cli;

import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.training.Evaluation;
import io.atomstreams.model.training.MlpTrainer;
import io.atomstreams.model.training.TrainingRun;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.pipelines.demo.DemoOptions;
import io.atomstreams.pipelines.demo.DemoRun;
import io.atomstreams.pipelines.demo.SimulatedFeed;
import io.atomstreams.pipelines.demo.Summary;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.training.LabelFile;
import io.atomstreams.pipelines.training.PurchaseTraining;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom train}: a model from a feature log. */
@Command(
    name = "train",
    description = "Trains a model on a feature log and packs it as the next version.",
    footer = {
      "",
      "Examples:",
      "  atom train purchase-30d --models my-models",
      "        on a year of simulated events, run through the scoring job first",
      "  atom train purchase-30d --feature-log out --models my-models",
      "        on what atom demo --output out has written"
    })
final class TrainCommand implements Callable<Integer> {

  private static final String PURCHASE = "purchase-30d";
  private static final String LABEL = "purchase_30d";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "What to train: " + PURCHASE + ".")
  private String name;

  @ArgGroup(
      exclusive = true,
      multiplicity = "0..1",
      heading = "A feature log; without one, events are simulated and scored first:%n")
  private FeatureLogOptions featureLog;

  @Option(names = "--models", paramLabel = "DIR", description = "Where to put the model.")
  private Path models = Home.path("testdata/models");

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of simulator and training (default 7).")
  private long seed = 7;

  @Option(names = "--customers", paramLabel = "N", description = "Simulated (default 4000).")
  private int customers = 4_000;

  @Option(names = "--days", paramLabel = "D", description = "Simulated (default 360).")
  private int days = 360;

  @Option(
      names = "--warm-up",
      paramLabel = "D",
      description = "Days at the log's beginning to leave out: windows are not full (default 90).")
  private int warmUpDays = 90;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "Directory with config.yaml, pipelines/scoring.yaml and labels/.")
  private Path conf = Home.path("flink-conf");

  @Override
  public Integer call() throws IOException {
    if (!name.equals(PURCHASE)) {
      throw new ParameterException(
          spec.commandLine(), "there is no training '" + name + "'; there is " + PURCHASE);
    }
    PrintStream out = System.out;
    ScoringConfig declared = ScoringConfig.read(conf.resolve("pipelines").resolve("scoring.yaml"));
    ScoringConfig config = featureLog == null ? declared : featureLog.withAdditions(declared);
    List<FeatureRecord> log =
        featureLog == null ? simulate(config, out) : featureLog.read(config.kafka().topicPrefix());
    PurchaseTraining training =
        new PurchaseTraining(
            config.features(), LabelFile.read(conf, LABEL), Duration.ofDays(warmUpDays));
    TrainingRun run =
        training.train(
            log,
            seed,
            new TrainingBar(
                spec.commandLine().getOut(),
                CommandLine.Help.Ansi.AUTO.enabled(),
                Clock.systemUTC(),
                MlpTrainer.Options.defaults(seed).maxEpochs()),
            news -> out.println("  " + news));
    ModelManifest manifest = training.pack(run, ModelRegistry.at(models), command());
    report(run, manifest, out);
    return 0;
  }

  private String command() {
    return featureLog == null
        ? "atom train %s --customers %d --days %d --seed %d"
            .formatted(PURCHASE, customers, days, seed)
        : "atom train %s %s --seed %d".formatted(PURCHASE, featureLog.text(), seed);
  }

  /** Runs the scoring job itself over simulated events: the log is made by what will serve. */
  private List<FeatureRecord> simulate(ScoringConfig config, PrintStream out) throws IOException {
    Path directory = Files.createTempDirectory("atom-train-");
    Clock clock = Clock.systemUTC();
    long events = (long) (customers * 0.8 * days);
    SimulatedFeed feed = SimulatedFeed.past(seed, customers, days);
    DemoOptions options =
        new DemoOptions(
            conf,
            config.withModels(directory.resolve("none").toString()),
            events,
            Optional.of(directory),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            DemoOptions.WantedPorts.any());
    try (feed) {
      try (DemoRun run = new DemoRun(options, feed, clock)) {
        out.printf("  scoring %,d simulated events to make a feature log%n", events);
        run.start(news -> {});
        while (!run.isDone()) {
          DemoRun.pause();
          run.snapshot();
        }
        Summary summary = run.finish();
        summary.sentences().forEach(line -> out.println("  " + line));
      }
      return FeatureLogOptions.read(directory);
    } finally {
      TemporaryDirectory.delete(directory);
    }
  }

  private static void report(TrainingRun run, ModelManifest manifest, PrintStream out) {
    out.printf(
        "  %s, on the last period (%,d vectors, %,d positive):%n",
        manifest.ref(), run.test().rows(), run.test().positives());
    row(out, "network", run.test());
    row(out, "logistic regression", run.baselineTest());
    row(out, "base rate", run.baseRateTest());
  }

  private static void row(PrintStream out, String what, Evaluation evaluation) {
    out.printf(
        Locale.ROOT,
        "    %-20s AUC %.4f   log loss %.4f%n",
        what,
        evaluation.auc(),
        evaluation.logLoss());
  }
}
