package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.atomstreams.pipelines.deploy.ClusterJobs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code atom jobs}: what is on a cluster. */
@Command(
    name = "jobs",
    description = "Lists the jobs that a Flink cluster runs or remembers.",
    footerHeading = "%nExamples:%n",
    footer = {"  atom jobs", "  atom jobs --jobmanager flink-rest:8081 --json"})
final class JobsCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec;

  @Mixin private JobManagerOption cluster;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = {
        "Directory with config.yaml: how to sign in at a cluster named by --jobmanager",
        "(security.ssl.rest.*)."
      })
  private Path conf = Home.path("flink-conf");

  @Option(names = "--json", description = "Print JSON for machines.")
  private boolean json;

  @Override
  public Integer call() {
    List<ClusterJobs.OnCluster> jobs = new ClusterJobs(cluster.rest(conf)).all();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode list = JSON.createArrayNode();
      jobs.forEach(list::addPOJO);
      out.println(JSON.valueToTree(list).toString());
    } else if (jobs.isEmpty()) {
      out.println("  no jobs");
    } else {
      jobs.forEach(
          job ->
              out.printf(
                  "  %-12s %-10s %s, %d of %d tasks run%n",
                  job.name(), job.state(), job.id(), job.running(), job.tasks()));
    }
    out.flush();
    return Atom.SUCCESS;
  }
}
