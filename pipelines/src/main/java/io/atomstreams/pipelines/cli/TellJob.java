package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.command.CommandTopic;
import io.atomstreams.pipelines.command.JobCommand;
import io.atomstreams.pipelines.command.JobCommand.Wish;
import io.atomstreams.pipelines.command.JobDesk;
import io.atomstreams.pipelines.command.JobDesk.Answer;
import io.atomstreams.pipelines.deploy.Jobs;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells a running job something by the topic {@code commands}, and waits until it has done it. */
abstract class TellJob implements Callable<Integer> {

  private static final long PATIENCE_SECONDS = 60;

  @Spec private CommandSpec spec;
  @Mixin private ClusterOptions cluster;

  @Parameters(paramLabel = "JOB", description = "scoring, learning or monitoring.")
  private String job;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "In front of every topic name, as in the job's YAML (default: none).",
      defaultValue = "")
  private String prefix;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
  private String reason = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who asks, for the record; else the user's name.")
  private String by = System.getProperty("user.name", "unknown");

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long to wait for the job's answer (default 60); the command stands.")
  private long patience = PATIENCE_SECONDS;

  @Option(names = "--json", description = "Print JSON for machines.")
  private boolean json;

  /** What it is told. */
  abstract Wish wish();

  @Override
  public Integer call() throws IOException {
    try {
      Jobs.named(job);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (patience < 1) {
      throw new ParameterException(spec.commandLine(), "--patience " + patience + ": at least 1");
    }
    Clock clock = Clock.systemUTC();
    JobDesk desk = new JobDesk(new CommandTopic(cluster.clientSettings(), prefix), clock);
    Answer answer =
        desk.tell(
            new JobCommand(job, wish(), by, reason, clock.millis()), Duration.ofSeconds(patience));
    print(answer, spec.commandLine().getOut());
    return answer.isComplete() ? Atom.SUCCESS : Atom.FAILURE;
  }

  private void print(Answer answer, PrintWriter out) {
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode();
      node.put("job", job);
      node.put("command", wish().word());
      node.put("offset", answer.position().offset());
      node.put("subtasks", answer.subtasks());
      node.put("done", answer.done());
      out.println(node);
    } else if (answer.isComplete()) {
      out.printf("%s: %s, by all %d subtasks%n", job, wish().word(), answer.subtasks());
    } else {
      out.printf(
          "%s: %d of %s subtasks have answered within %d s; the command stands, and the job follows it when it runs. Is it running on these topics?%n",
          job, answer.done(), answer.subtasks() == 0 ? "?" : answer.subtasks(), patience);
    }
    out.flush();
  }

  /** {@code atom pause}. */
  @Command(
      name = "pause",
      description = {
        "Tells a running job to take in no more events. What it has taken in is finished and",
        "committed; checkpoints go on; it stays paused when it is started again."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  atom pause scoring --bootstrap-server localhost:9092 --reason 'schema change upstream'",
        "  atom resume scoring --bootstrap-server localhost:9092"
      })
  static final class Pause extends TellJob {
    @Override
    Wish wish() {
      return Wish.PAUSE;
    }
  }

  /** {@code atom resume}. */
  @Command(
      name = "resume",
      description = "Tells a paused job to go on where it was.",
      footerHeading = "%nExamples:%n",
      footer = "  atom resume scoring --bootstrap-server localhost:9092")
  static final class Resume extends TellJob {
    @Override
    Wish wish() {
      return Wish.RESUME;
    }
  }
}
