package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.chaos.GapReport;
import io.atomstreams.pipelines.chaos.GapRun;
import io.atomstreams.pipelines.chaos.Scenery;
import io.atomstreams.pipelines.chaos.fault.Stage.Role;
import io.atomstreams.pipelines.chaos.load.LoadEvents;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atom chaos gap}: how long nothing fresh comes after a kill. */
@Command(
    name = "gap",
    description = {
      "Fills the job's state, kills one process after the other under a steady load, and measures",
      "how long nothing fresh comes out. Then the same with Flink's own time-outs."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom chaos gap --rate 50000 --state 1GB --kills 20",
      "  atom chaos gap --taskmanagers 2 --restart-after 10     a spare one takes over",
      "  atom chaos gap --role jobmanager --state 100MB --no-defaults",
      "",
      "Run it when nothing else runs."
    })
final class ChaosGapCommand implements Callable<Integer> {

  private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(MB|GB)");
  private static final Map<String, Long> UNITS = Map.of("MB", 1_000_000L, "GB", 1_000_000_000L);

  private static final int BYTES_A_CUSTOMER = 300;

  @Spec private CommandSpec spec;

  @Mixin private ChaosPlace place;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Events a second (default: ${DEFAULT-VALUE}).")
  private double rate = 50_000;

  @Option(
      names = "--state",
      paramLabel = "SIZE",
      description = "Of the job's checkpoint, as 100MB or 1GB (default: ${DEFAULT-VALUE}).")
  private String state = "1GB";

  @Option(names = "--kills", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int kills = 10;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "taskmanager, jobmanager or broker (default: ${DEFAULT-VALUE}).")
  private String role = "taskmanager";

  @Option(
      names = "--customers",
      paramLabel = "N",
      description = "Of which the state is; default: 300 bytes each, those of a few events.")
  private int customers;

  @Option(
      names = "--restart-after",
      paramLabel = "SECONDS",
      description = {
        "When the killed process is started again (default: ${DEFAULT-VALUE}). With a spare one, how",
        "long whoever places processes takes."
      })
  private double restartAfter;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Draws events and moments (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--no-defaults",
      description = {
        "Leaves out the comparison with Flink's own time-outs, which there is for a taskmanager",
        "only."
      })
  private boolean noDefaults;

  @Option(names = "--json", description = "Prints the report as JSON, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    long bytes = bytes();
    int drawn =
        customers > 0 ? customers : Math.toIntExact(Math.max(1_000, bytes / BYTES_A_CUSTOMER));
    GapRun.Options options =
        new GapRun.Options(
            rate,
            bytes,
            kills,
            new LoadEvents.Options(seed, drawn, 0.2),
            roleNamed(),
            Duration.ofMillis(Math.round(restartAfter * 1_000)));
    if (!noDefaults && !GapRun.hasDefaults(options.role())) {
      throw new ParameterException(
          spec.commandLine(),
          "--role is '%s': with Flink's own time-outs only a taskmanager is compared; add --no-defaults"
              .formatted(role));
    }
    GapReport report = measure(options);
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.json() : report.text());
    out.flush();
    return Atom.SUCCESS;
  }

  private GapReport measure(GapRun.Options options) {
    PrintWriter err = spec.commandLine().getErr();
    Scenery scenery = place.build(false, err);
    GapReport report = null;
    try (scenery) {
      report =
          new GapRun(
                  options,
                  scenery.config(),
                  line -> {
                    err.println("  " + line);
                    err.flush();
                  })
              .run(scenery, !noDefaults);
    } finally {
      place.clear(scenery, report != null, err);
    }
    return report;
  }

  private long bytes() {
    Matcher size = SIZE.matcher(state.trim().toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw new ParameterException(
          spec.commandLine(), "--state is '" + state + "', must be like 100MB or 1GB");
    }
    return Long.parseLong(size.group(1)) * UNITS.get(size.group(2));
  }

  private Role roleNamed() {
    for (Role one : Role.values()) {
      if (one.word().equals(role)) {
        return one;
      }
    }
    throw new ParameterException(
        spec.commandLine(), "--role is '" + role + "', must be taskmanager, jobmanager or broker");
  }
}
