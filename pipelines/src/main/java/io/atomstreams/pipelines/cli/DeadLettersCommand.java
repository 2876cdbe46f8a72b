package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.deadletter.DeadLetterReader;
import io.atomstreams.pipelines.deadletter.LetterFilter;
import io.atomstreams.pipelines.deadletter.Redrive;
import io.atomstreams.pipelines.deadletter.Redrive.Outcome;
import io.atomstreams.pipelines.deadletter.RedriveTransactions;
import io.atomstreams.pipelines.deadletter.StoredLetter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at the inputs that could not be used, and sends them again after a fix. */
@Command(
    name = "dead-letters",
    description = "Lists the inputs that could not be used, or sends them again after a fix.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom dead-letters list --bootstrap-server localhost:9092 --last 20",
      "  atom dead-letters list --bootstrap-server localhost:9092 --reason unmapped --json",
      "  atom dead-letters redrive --bootstrap-server localhost:9092 --topic legacy-orders \\",
      "      --reason unmapped --from 2026-01-31T08:00:00Z --dry-run"
    })
final class DeadLettersCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Without a verb. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "atom dead-letters: one of list, redrive is missing");
  }

  @Command(
      name = "list",
      description = {
        "Shows the dead letters that are committed now, and counts them by reason:",
        "time, source position and reason; the detail; the bytes, shortened and made printable."
      })
  int list(@Mixin DeadLetterOptions options) throws IOException {
    CommandLine command = command("list");
    options.check(command);
    Map<String, String> client = options.clientSettings();
    DeadLetterReport report = new DeadLetterReport(out(), options.json());
    Counts reasons = new Counts();
    try (TopicAdmin admin = new TopicAdmin(client)) {
      Set<String> topics = admin.names();
      options.check(command, Topic.DEAD_LETTERS, topics);
      LetterFilter filter = options.filter();
      new DeadLetterReader(client, options.prefix())
          .read(
              letter -> options.test(letter, filter),
              options.last(),
              letter -> {
                reasons.add(letter.reason());
                report.letter(letter);
              });
      report.listed(reasons);
      options.checkTopics(command, topics);
    } finally {
      out().flush();
    }
    return Atom.SUCCESS;
  }

  @Command(
      name = "redrive",
      description = {
        "Sends the dead letters that are committed now to the topics they came from, byte for byte,",
        "so that the running job takes them again: do it after a fix of the mapping, the",
        "configuration or the code. However often it is run, none is sent twice.",
        "Late and empty ones would fail again: they are left out unless --reason asks for them.",
        "The exit code is 1 if one cannot be sent."
      })
  int redrive(
      @Mixin DeadLetterOptions options,
      @Option(names = "--dry-run", description = "Show what would be sent, and send nothing.")
          boolean dryRun)
      throws IOException {
    CommandLine command = command("redrive");
    options.check(command);
    Map<String, String> client = options.clientSettings();
    DeadLetterReport report = new DeadLetterReport(out(), options.json());
    Counts outcomes = new Counts();
    Counts leftOut = new Counts();
    try (TopicAdmin admin = new TopicAdmin(client)) {
      Set<String> topics = admin.names();
      options.check(command, Topic.DEAD_LETTERS, topics);
      options.check(command, Topic.REDRIVEN, topics);
      ToIntFunction<String> partitions =
          topic -> topics.contains(topic) ? admin.partitions(topic) : 0;
      BiConsumer<StoredLetter, Redrive.Result> told =
          (letter, result) -> {
            String outcome = word(result.outcome(), dryRun);
            outcomes.add(outcome);
            if (options.json() || dryRun || result.outcome() == Outcome.REFUSED) {
              report.outcome(letter, outcome, result);
            }
          };
      if (dryRun) {
        send(options, leftOut, Redrive.rehearsal(client, options.prefix(), partitions, told));
      } else {
        try (RedriveTransactions transactions =
            RedriveTransactions.begin(client, options.prefix())) {
          send(options, leftOut, Redrive.through(transactions, partitions, told));
        }
      }
      report.redriven(outcomes, leftOut);
      options.checkTopics(command, topics);
    } finally {
      out().flush();
    }
    return outcomes.of(word(Outcome.REFUSED, dryRun)) == 0 ? Atom.SUCCESS : Atom.FAILURE;
  }

  private static void send(DeadLetterOptions options, Counts leftOut, Redrive redrive)
      throws IOException {
    LetterFilter filter = options.filter();
    new DeadLetterReader(options.clientSettings(), options.prefix())
        .read(
            letter -> options.test(letter, filter) && !isLeftOut(letter, options, leftOut),
            options.last(),
            redrive::accept);
    redrive.finish();
  }

  private static boolean isLeftOut(StoredLetter letter, DeadLetterOptions options, Counts leftOut) {
    if (!Redrive.HOPELESS.contains(letter.reason()) || options.asksFor(letter.reason())) {
      return false;
    }
    leftOut.add(letter.reason());
    return true;
  }

  private static String word(Outcome outcome, boolean dryRun) {
    return switch (outcome) {
      case SENT -> dryRun ? "would_send" : "sent";
      case SENT_BEFORE -> "sent_before";
      case REFUSED -> "refused";
    };
  }

  private CommandLine command(String verb) {
    return spec.commandLine().getSubcommands().get(verb);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
