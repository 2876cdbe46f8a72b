package io.atomstreams.pipelines.cli;

import io.atomstreams.model.ModelRef;
import io.atomstreams.pipelines.config.JobArguments;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.deploy.ClusterJobs;
import io.atomstreams.pipelines.deploy.Distribution;
import io.atomstreams.pipelines.deploy.FirstModels;
import io.atomstreams.pipelines.deploy.FlinkRest;
import io.atomstreams.pipelines.deploy.Jobs;
import io.atomstreams.pipelines.deploy.Submission;
import io.atomstreams.pipelines.deploy.cluster.LocalCluster;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom run}: a job on a cluster that is already there. */
@Command(
    name = "run",
    description = {
      "Submits a job to a Flink cluster and waits until all of its tasks run; the job then goes on",
      "without this command. JOB is scoring, learning or monitoring."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom run scoring --first-model                  on the cluster of atom cluster start",
      "  atom run learning --config shop/learning.yaml --parallelism 1",
      "  atom run scoring --savepoint file:///var/tmp/atom/savepoints/savepoint-1a2b3c",
      "  atom run scoring --jobmanager flink-rest:8081 --bootstrap-server broker:9092"
    })
final class RunCommand implements Callable<Integer> {

  private static final Duration RUNNING_WITHIN = Duration.ofMinutes(3);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "JOB", description = "scoring, learning or monitoring.")
  private String name;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The job's settings (default: pipelines/JOB.yaml of --conf).")
  private Path config;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = {
        "Directory with what the settings name, and with config.yaml: Flink's",
        "settings of the job, unless it runs on the local cluster."
      })
  private Path conf = Home.path("flink-conf");

  @Option(
      names = "--bootstrap-server",
      paramLabel = "HOST:PORT",
      description = "Brokers, as the cluster reaches them; else the local cluster's.")
  private String bootstrapServer;

  @Mixin private JobManagerOption cluster;

  @Option(
      names = "--savepoint",
      paramLabel = "PATH",
      description = "Go on from this savepoint or retained checkpoint.")
  private String savepoint;

  @Option(
      names = "--allow-non-restored-state",
      description = "Drop state in the savepoint that no operator of the job has any more.")
  private boolean allowNonRestoredState;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Subtasks (default: parallelism.default of Flink's settings).")
  private Integer parallelism;

  @Option(
      names = "--first-model",
      description = {
        "Put the latest version in the registry into service, for each scorer",
        "that never had a model. Without one, scores are the base rate."
      })
  private boolean firstModel;

  @Override
  public Integer call() {
    Jobs.Job job = job();
    JobArguments arguments =
        new JobArguments(
            (config == null ? job.configuration(conf) : config).toAbsolutePath(),
            conf.toAbsolutePath(),
            brokers());
    PrintWriter out = spec.commandLine().getOut();
    FlinkRest flink = cluster.rest(conf);
    new ClusterJobs(flink).refuseSecond(job.name());
    if (firstModel) {
      putIntoService(arguments, out);
    }
    Distribution distribution = Distribution.in(Home.path("pipelines").resolve("target"));
    String id =
        new Submission(distribution, cluster.configuration(conf)).submit(job, arguments, start());
    out.printf(
        "  job %s (%s) is submitted; web UI: %s/#/job/running/%s%n",
        job.name(), id, flink.url(), id);
    out.flush();
    new ClusterJobs(flink).awaitRunning(id, RUNNING_WITHIN);
    out.println("  it runs");
    out.println(id);
    out.flush();
    return Atom.SUCCESS;
  }

  private Jobs.Job job() {
    try {
      return Jobs.named(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Optional<String> brokers() {
    return Optional.ofNullable(bootstrapServer)
        .or(() -> cluster.local().map(LocalCluster::bootstrapServers));
  }

  private Submission.Start start() {
    if (parallelism != null && parallelism < 1) {
      throw new ParameterException(
          spec.commandLine(), "--parallelism is " + parallelism + ", must be at least 1");
    }
    return new Submission.Start(
        Optional.ofNullable(parallelism), Optional.ofNullable(savepoint), allowNonRestoredState);
  }

  private void putIntoService(JobArguments arguments, PrintWriter out) {
    if (!name.equals("scoring")) {
      throw new ParameterException(spec.commandLine(), "--first-model is for the job scoring");
    }
    ScoringConfig scoring = ScoringConfig.read(arguments.config()).withRegistriesLocated();
    String servers = scoring.kafka().servers(arguments.bootstrapServers());
    Map<String, ModelRef> first =
        FirstModels.ensure(
            scoring, new KafkaClients(scoring.kafka(), servers).common(), "atom run");
    first.forEach((scorer, model) -> out.println("  " + scorer + " begins with " + model));
    out.flush();
  }
}
