package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.deploy.ClusterJobs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom stop}: ends a job with a savepoint. */
@Command(
    name = "stop",
    description = {
      "Stops a job with a savepoint: what it has read is processed and committed, and the next run",
      "goes on from there. The last line is the savepoint's path."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom stop scoring --savepoint-dir /var/tmp/atom/savepoints",
      "  atom run scoring --savepoint \"$(atom stop scoring --savepoint-dir s3://shop/savepoints | tail -n 1)\""
    })
final class StopCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "JOB", description = "Name or id of a job that runs.")
  private String job;

  @Option(
      names = "--savepoint-dir",
      paramLabel = "DIR",
      required = true,
      description = "A path or URI that all processes of the cluster reach.")
  private String directory;

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      description = "How long to wait for it (default: ${DEFAULT-VALUE}).",
      defaultValue = "600")
  private int seconds;

  @Mixin private JobManagerOption cluster;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = {
        "Directory with config.yaml: how to sign in at a cluster named by --jobmanager",
        "(security.ssl.rest.*)."
      })
  private Path conf = Home.path("flink-conf");

  @Override
  public Integer call() {
    ClusterJobs jobs = new ClusterJobs(cluster.rest(conf));
    String place =
        RegistryOptions.isUri(directory)
            ? directory
            : Path.of(directory).toAbsolutePath().toUri().toString();
    ClusterJobs.OnCluster found = jobs.living(job);
    String savepoint = jobs.stopWithSavepoint(found.id(), place, Duration.ofSeconds(seconds));
    PrintWriter out = spec.commandLine().getOut();
    out.printf("  job %s (%s) has stopped%n", found.name(), found.id());
    out.println(savepoint);
    out.flush();
    return Atom.SUCCESS;
  }
}
