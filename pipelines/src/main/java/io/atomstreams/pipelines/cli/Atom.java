package io.atomstreams.pipelines.cli;

import io.atomstreams.model.NearestNames;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0 success, 1 the work failed or found something wrong, 2 the
 * command line could not be understood.
 */
@Command(
    name = "atom",
    description = "Real-time retail intelligence on Apache Flink.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = ReleaseVersion.class,
    usageHelpAutoWidth = true,
    sortOptions = false)
public final class Atom implements Runnable {

  static final int SUCCESS = 0;
  static final int FAILURE = 1;
  static final int USAGE = 2;

  @Option(
      names = "--verbose",
      description = "Show the stack trace of an error.",
      scope = ScopeType.INHERIT)
  private boolean verbose;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command with all its subcommands: one line each. */
  static CommandLine commandLine() {
    Atom atom = new Atom();
    CommandLine line = new CommandLine(atom);
    line.addSubcommand(new DemoCommand());
    line.addSubcommand(new ChaosCommand());
    line.addSubcommand(new TrainCommand());
    line.addSubcommand(new TrainForecastCommand());
    line.addSubcommand(new TrainingWorkerCommand());
    line.addSubcommand(new TrainingSetCommand());
    line.addSubcommand(new BenchCommand());
    line.addSubcommand(new DriftBenchCommand());
    line.addSubcommand(new ReplayCommand());
    line.addSubcommand(new EvaluateCommand());
    line.addSubcommand(new ExplainCommand());
    line.addSubcommand(new ClusterCommand());
    line.addSubcommand(new RunCommand());
    line.addSubcommand(new JobsCommand());
    line.addSubcommand(new StopCommand());
    line.addSubcommand(new TopicsCommand());
    line.addSubcommand(new DeadLettersCommand());
    line.addSubcommand(new FeaturesCommand());
    line.addSubcommand(new ModelsCommand());
    line.addSubcommand(new PlanCommand());
    line.addSubcommand(new TellJob.Pause());
    line.addSubcommand(new TellJob.Resume());
    line.addSubcommand(new ProfileCommand());
    line.addSubcommand(new SettingsCommand());
    line.addSubcommand(new ReportCommand());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          report(failure, atom.verbose, command.getErr());
          return FAILURE;
        });
    line.setParameterExceptionHandler((misuse, arguments) -> explain(misuse));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // the cause of the exit code is on the screen: a wrong name is answered with the nearest ones
    line.setUsageHelpWidth(100);
    return line;
  }

  /** Without a subcommand. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What is wrong with the command line, the nearest right name if one is near, the usage. */
  private static int explain(ParameterException misuse) {
    CommandLine command = misuse.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("atom: " + misuse.getMessage());
    if (misuse instanceof UnmatchedArgumentException unmatched) {
      List<String> known = new ArrayList<>(command.getSubcommands().keySet());
      known.addAll(command.getCommandSpec().optionsMap().keySet());
      NearestNames.nearest(unmatched.getUnmatched().get(0), known)
          .ifPresent(near -> err.println("Did you mean " + near + "?"));
    }
    command.usage(err);
    return USAGE;
  }

  private static void report(Exception failure, boolean verbose, PrintWriter err) {
    String message = failure.getMessage();
    if (failure instanceof TimeoutException) {
      message = "no broker answers; is the address right and is one running? (" + message + ")";
    }
    err.println("atom: " + (message == null ? failure.getClass().getSimpleName() : message));
    if (verbose) {
      failure.printStackTrace(err);
    } else {
      err.println("      (--verbose shows where)");
    }
    err.flush();
  }
}
