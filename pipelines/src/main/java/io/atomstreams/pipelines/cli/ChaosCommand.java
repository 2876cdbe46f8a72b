package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.chaos.ChaosReport;
import io.atomstreams.pipelines.chaos.ChaosRun;
import io.atomstreams.pipelines.chaos.Scenery;
import io.atomstreams.pipelines.chaos.fault.Faults;
import io.atomstreams.pipelines.chaos.load.LoadEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atom chaos}: the job between processes that are killed, and what came of it. */
@Command(
    name = "chaos",
    subcommands = {ChaosGapCommand.class, ChaosSoakCommand.class},
    description = {
      "Runs the scoring job on processes of this machine under load, lets one fault after the other",
      "befall them, and checks every record that comes out against what must come out."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom chaos --minutes 5 --seed 7                 what the seed draws, for five minutes",
      "  atom chaos --minutes 0 --events 50000000 --rate 40000 --report chaos.json",
      "  atom chaos --minutes 2 --faults taskmanager-killed,broker-killed",
      "  atom chaos --minutes 3 --s3 --faults s3-slow-down,s3-errors,s3-gone",
      "  atom chaos --list",
      "",
      "Exit code 0: nothing was lost, doubled or altered, and the job came back from every fault."
    })
final class ChaosCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ChaosPlace place;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "How long faults go on (default: ${DEFAULT-VALUE}).")
  private double minutes = 5;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "Faults go on until so many events were sent, too.")
  private long events;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Draws events and faults (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Events a second, as far as the job keeps up (default: ${DEFAULT-VALUE}).")
  private double rate = 5_000;

  @Option(names = "--customers", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int customers = 50_000;

  @Option(
      names = "--orders",
      paramLabel = "SHARE",
      description = "Of events that are scored (default: ${DEFAULT-VALUE}).")
  private double orders = 0.2;

  @Option(
      names = "--rest",
      paramLabel = "SECONDS",
      description = "Longest pause between two faults (default: ${DEFAULT-VALUE}).")
  private double rest = 5;

  @Option(
      names = "--faults",
      paramLabel = "NAME",
      split = ",",
      description = "Only these; all unless said otherwise, those of S3 with --s3.")
  private List<String> names = List.of();

  @Mixin private RunReport report;

  @Option(names = "--list", description = "Names the faults there are, and ends.")
  private boolean list;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      Faults.names().forEach(name -> out.println("  " + name));
      return Atom.SUCCESS;
    }
    report.check();
    ChaosReport result = run(options());
    report.give(result::text, result::json);
    return result.passed() ? Atom.SUCCESS : Atom.FAILURE;
  }

  private ChaosRun.Options options() {
    try {
      return new ChaosRun.Options(
          Duration.ofMillis((long) (minutes * 60_000)),
          events,
          rate,
          new LoadEvents.Options(seed, customers, orders),
          Duration.ofMillis((long) (rest * 1000)),
          Math.max(100_000, (long) (rate * 20)),
          faults());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<Faults.Named> faults() {
    List<Faults.Named> possible = Faults.possible(place.onS3());
    List<Faults.Named> asked = names.stream().map(Faults::named).toList();
    for (Faults.Named one : asked) {
      if (!possible.contains(one)) {
        throw new IllegalArgumentException(
            "--faults has %s, which befalls checkpoints on S3, and they lie on a disk: add --s3"
                .formatted(one.name()));
      }
    }
    return asked.isEmpty() ? possible : asked;
  }

  private ChaosReport run(ChaosRun.Options options) {
    PrintWriter err = spec.commandLine().getErr();
    Scenery scenery = place.build(true, err);
    ChaosReport result = null;
    try (scenery) {
      result =
          new ChaosRun(
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
