package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.feature.RestorePlan;
import io.atomstreams.pipelines.config.DurationText;
import io.atomstreams.pipelines.plan.JobPlan;
import io.atomstreams.pipelines.scoring.AddedFeatures;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a change does to the state of a running job. */
@Command(
    name = "plan",
    description = {
      "Compares changed settings with a savepoint before the job goes on from it: which features",
      "keep their values, which begin with part of their window or empty and for how long, what is",
      "dropped, whether the model still fits. Changes nothing.",
      "The exit code is 1 if the job would not start."
    },
    footer = {
      "",
      "Examples:",
      "  atom plan --savepoint /savepoints/savepoint-1a2b --conf changed-conf",
      "  atom plan --savepoint /checkpoints/…/chk-17 --conf changed-conf --parallelism 8"
    })
final class PlanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--savepoint",
      paramLabel = "DIR",
      required = true,
      description = "Of the running job: a savepoint or a retained checkpoint.")
  private String savepoint;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "The changed directory with config.yaml and pipelines/scoring.yaml.")
  private Path conf = Home.path("flink-conf");

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Subtasks of the next run (default: parallelism.default of config.yaml).")
  private Integer parallelism;

  @ArgGroup(exclusive = false, heading = "Features that joined the job are read from:%n")
  private ClusterOptions cluster;

  @Option(names = "--json", description = "Print JSON for machines.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ScoringConfig config = ScoringConfig.read(conf.resolve("pipelines").resolve("scoring.yaml"));
    Configuration engine = GlobalConfiguration.loadConfiguration(conf.toString());
    if (parallelism != null) {
      engine.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    }
    if (cluster != null) {
      config =
          config.with(
              new AddedFeatures(
                  cluster.clientSettings(), config.kafka().topicPrefix(), config.features()));
    }
    JobPlan plan = JobPlan.of(savepoint, config, engine);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(object(plan));
    } else {
      print(plan, out);
    }
    out.flush();
    return plan.obstacles().isEmpty() ? Atom.SUCCESS : Atom.FAILURE;
  }

  private static void print(JobPlan plan, PrintWriter out) {
    int width = plan.features().stream().mapToInt(f -> f.feature().length()).max().orElse(1);
    for (RestorePlan.Finding finding : plan.features()) {
      String when =
          finding.fate() == RestorePlan.Fate.KEPT
              ? ""
              : "complete after " + DurationText.format(finding.completeAfter());
      String line =
          String.format(
              Locale.ROOT, "%-" + width + "s  %-7s  %s", finding.feature(), fate(finding), when);
      out.println(line.stripTrailing());
    }
    plan.dropped().forEach(column -> out.println("dropped  " + column));
    if (plan.dropped().stream().anyMatch(column -> column.contains("#"))) {
      out.println("those with # belong to features that joined the job: add --bootstrap-server");
    }
    for (JobPlan.Model model : plan.models()) {
      String fit = model.reason().isEmpty() ? " fits" : " does not fit: " + model.reason();
      out.println("model " + model.name() + fit);
    }
    plan.obstacles().forEach(obstacle -> out.println("will not start: " + obstacle));
  }

  private static String fate(RestorePlan.Finding finding) {
    return finding.fate().name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode object(JobPlan plan) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    for (RestorePlan.Finding finding : plan.features()) {
      node.withArray("features")
          .addObject()
          .put("name", finding.feature())
          .put("fate", fate(finding))
          .put("completeAfterMs", finding.completeAfter().toMillis());
    }
    plan.dropped().forEach(node.withArray("dropped")::add);
    for (JobPlan.Model model : plan.models()) {
      node.withArray("models")
          .addObject()
          .put("name", model.name())
          .put("fits", model.reason().isEmpty())
          .put("reason", model.reason());
    }
    plan.obstacles().forEach(node.withArray("obstacles")::add);
    return node;
  }
}
