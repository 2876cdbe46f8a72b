package io.atomstreams.pipelines.cli;

import io.atomstreams.model.network.ForecastObjective;
import io.atomstreams.model.network.ForecastObjective.Cost;
import io.atomstreams.model.network.Objective;
import io.atomstreams.model.network.QuantilesObjective;
import io.atomstreams.model.packaging.ForecastPackager;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.training.ForecastAccuracy;
import io.atomstreams.model.training.ForecastRun;
import io.atomstreams.model.training.ForecastSet;
import io.atomstreams.model.training.ForecastWindow;
import io.atomstreams.model.training.TrainingOptions;
import io.atomstreams.pipelines.training.SeriesFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom train-forecast}: a forecaster from series. */
@Command(
    name = "train-forecast",
    description = {
      "Trains a forecaster on series and packs it as the next version.",
      "FILE is a CSV with the columns series, time and value, the steps of a series in order."
    },
    footer = {
      "",
      "Example:",
      "  atom train-forecast revenue_7d --series daily.csv --steps 28 --horizon 7 --season 7",
      "        --validation-from 2011-05-15 --test-from 2011-07-06 --models my-models"
    })
final class TrainForecastCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "What the model is to be called.")
  private String name;

  @Option(names = "--series", paramLabel = "FILE", required = true, description = "The series.")
  private Path series;

  @Option(names = "--steps", paramLabel = "N", description = "Of the window (default 28).")
  private int steps = 28;

  @Option(names = "--horizon", paramLabel = "N", description = "Steps ahead (default 7).")
  private int horizon = 7;

  @Option(
      names = "--season",
      paramLabel = "N",
      description = "Steps after which a series repeats itself (default 7): for the baseline.")
  private int season = 7;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description = "lstm, transformer or mlp (default lstm).")
  private String architecture = "lstm";

  @Option(
      names = "--quantiles",
      paramLabel = "LEVEL",
      split = ",",
      description = "Train for quantiles, such as 0.1,0.5,0.9, instead of the median.")
  private List<Double> quantiles = List.of();

  @Option(
      names = "--validation-from",
      paramLabel = "TIME",
      required = true,
      description = "First origin of the period that stops the training: an instant or a date.")
  private String validationFrom;

  @Option(
      names = "--test-from",
      paramLabel = "TIME",
      required = true,
      description = "First origin of the period it is judged on.")
  private String testFrom;

  @Option(names = "--seed", paramLabel = "S", description = "Of the training (default 7).")
  private long seed = 7;

  @Option(names = "--models", paramLabel = "DIR", description = "Where to put the model.")
  private Path models = Home.path("testdata/models");

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    ForecastWindow window = new ForecastWindow(steps, horizon, season);
    Objective objective =
        quantiles.isEmpty()
            ? new ForecastObjective(horizon, Cost.ABSOLUTE)
            : new QuantilesObjective(horizon, quantiles);
    ForecastSet set = new ForecastSet(window, SeriesFile.read(series));
    TrainingOptions options = TrainingOptions.defaults(seed, set.count());
    ForecastRun.Plan plan =
        new ForecastRun.Plan(
            architecture,
            objective,
            SeriesFile.time(validationFrom).toEpochMilli(),
            SeriesFile.time(testFrom).toEpochMilli(),
            options);
    ForecastRun run =
        ForecastRun.run(
            window,
            set,
            plan,
            new TrainingBar(
                out, CommandLine.Help.Ansi.AUTO.enabled(), Clock.systemUTC(), options.maxEpochs()));
    ModelManifest manifest =
        new ForecastPackager(ModelRegistry.at(models)).packNext(name, run, command());
    out.printf(
        Locale.ROOT,
        "  %s, on the last period (%,d origins, %d steps ahead):%n",
        manifest.ref(),
        run.test().count(),
        horizon);
    row(out, "network", run.accuracy());
    row(out, "seasonal naive", run.naive());
    out.flush();
    return Atom.SUCCESS;
  }

  private String command() {
    return "atom train-forecast %s --series FILE --steps %d --horizon %d --season %d --architecture %s --validation-from %s --test-from %s --seed %d"
        .formatted(name, steps, horizon, season, architecture, validationFrom, testFrom, seed);
  }

  private static void row(PrintWriter out, String what, ForecastAccuracy accuracy) {
    out.printf(
        Locale.ROOT,
        "    %-15s WAPE %.2f %%   MAE %.4g   bias %+.2f %%%n",
        what,
        100 * accuracy.wape(),
        accuracy.mae(),
        100 * accuracy.bias());
  }
}
