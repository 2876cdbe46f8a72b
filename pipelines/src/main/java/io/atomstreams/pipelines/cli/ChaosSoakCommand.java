package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.chaos.Scenery;
import io.atomstreams.pipelines.chaos.SoakRun;
import io.atomstreams.pipelines.chaos.load.LoadEvents;
import io.atomstreams.pipelines.chaos.soak.SoakReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atom chaos soak}: whether the job stays as it is. */
@Command(
    name = "soak",
    description = {
      "Measures the most the scoring job can do on processes of this machine, then sends a share of",
      "that for long while the model is swapped again and again, and tells whether memory, latency",
      "and lag stay as they are."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom chaos soak --minutes 60 --swaps 20 --share 0.7 --report soak.json",
      "  atom chaos soak --minutes 20 --swaps 10 --rate 20000",
      "",
      "Exit code 0: every bar holds. Run it when nothing else runs; the broker's log takes up to",
      "10 GB. Where models must be signed, three signed versions have to be there."
    })
final class ChaosSoakCommand implements Callable<Integer> {

  private static final double WARM_UP_SHARE = 1.0 / 6;

  @Spec private CommandSpec spec;

  @Mixin private ChaosPlace place;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "How long the steady load lasts (default: ${DEFAULT-VALUE}).")
  private double minutes = 60;

  @Option(
      names = "--warm-up",
      paramLabel = "M",
      description = "Minutes of it that are not judged; default: a sixth.")
  private Double warmUp;

  @Option(
      names = "--swaps",
      paramLabel = "N",
      description = "Of the model, spread evenly over that time (default: ${DEFAULT-VALUE}).")
  private int swaps = 20;

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      description = "Of the measured peak that is sent (default: ${DEFAULT-VALUE}).")
  private double share = 0.7;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Events a second in place of that; no peak is measured then.")
  private double rate;

  @Option(
      names = "--peak",
      paramLabel = "SECONDS",
      description = {
        "How long the peak is measured, after as long a warm-up (default: ${DEFAULT-VALUE})."
      })
  private double peak = 60;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      description = "How often to look (default: ${DEFAULT-VALUE}).")
  private double every = 10;

  @Option(names = "--customers", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int customers = 50_000;

  @Option(
      names = "--orders",
      paramLabel = "SHARE",
      description = "Of events that are scored (default: ${DEFAULT-VALUE}).")
  private double orders = 0.2;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Draws the events (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private RunReport report;

  @Override
  public Integer call() throws IOException {
    report.check();
    SoakReport result = run(options());
    report.give(result::text, result::json);
    return result.passed() ? Atom.SUCCESS : Atom.FAILURE;
  }

  private SoakRun.Options options() {
    try {
      return new SoakRun.Options(
          seconds(minutes * 60),
          seconds((warmUp == null ? minutes * WARM_UP_SHARE : warmUp) * 60),
          swaps,
          share,
          rate,
          seconds(peak),
          seconds(every),
          new LoadEvents.Options(seed, customers, orders));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private SoakReport run(SoakRun.Options options) {
    PrintWriter err = spec.commandLine().getErr();
    Scenery scenery = place.buildLasting(err);
    SoakReport result = null;
    try (scenery) {
      result =
          new SoakRun(
                  options,
                  scenery.stage(),
                  scenery.config(),
                  line -> {
                    err.println("  " + line);
                    err.flush();
                  })
              .run();
    } finally {
      place.clear(scenery, result != null && result.passed(), err);
    }
    return result;
  }
}
