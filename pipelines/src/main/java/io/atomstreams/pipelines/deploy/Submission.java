package io.atomstreams.pipelines.deploy;

import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.config.JobArguments;
import io.atomstreams.pipelines.connector.PublicSettings;
import java.net.URL;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.executors.RemoteExecutor;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.ProgramInvocationException;
import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * Hands a job to a cluster as {@code flink run --detached} does: the job's main method runs here,
 * in a class loader over the job jar, and what it defines is sent to the JobManager with the jar.
 */
public final class Submission {

  private final Distribution distribution;
  private final Configuration configuration;
  private final PipelineExecutorServiceLoader executors;

  /**
   * @param configuration where the cluster is, how to sign in there, and the job's settings of
   *     Flink. The job is defined without the credentials among them: the cluster has its own
   */
  public Submission(Distribution distribution, Configuration configuration) {
    this(distribution, configuration, new DefaultExecutorServiceLoader());
  }

  Submission(
      Distribution distribution,
      Configuration configuration,
      PipelineExecutorServiceLoader executors) {
    this.distribution = distribution;
    this.configuration = configuration;
    this.executors = new SigningExecutors(executors, configuration);
  }

  /**
   * How a job starts.
   *
   * @param parallelism subtasks; empty: as the configuration says
   * @param savepoint path or URI to go on from; empty: anew
   * @param allowNonRestoredState drop what is in the savepoint and has no operator any more
   */
  public record Start(
      Optional<Integer> parallelism, Optional<String> savepoint, boolean allowNonRestoredState) {

    /** Anew, as the configuration says. */
    public static final Start ANEW = new Start(Optional.empty(), Optional.empty(), false);

    public static Start from(String savepoint) {
      return new Start(Optional.empty(), Optional.of(savepoint), false);
    }

    private SavepointRestoreSettings restore() {
      return savepoint
          .map(
              path ->
                  SavepointRestoreSettings.forPath(
                      path, allowNonRestoredState, RecoveryClaimMode.NO_CLAIM))
          .orElse(SavepointRestoreSettings.none());
    }
  }

  /**
   * Submits.
   *
   * @return the id it has on the cluster
   * @throws IllegalStateException if the job cannot be defined, or the cluster does not take it;
   *     the message is the reason under all others
   */
  public String submit(Jobs.Job job, JobArguments arguments, Start start) {
    JobID id = JobID.generate();
    Configuration submitted = PublicSettings.of(configuration);
    submitted.set(DeploymentOptions.TARGET, RemoteExecutor.NAME);
    submitted.set(DeploymentOptions.ATTACHED, false);
    submitted.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, id.toString());
    // for this JVM alone: it has the connector beside Flink, and the Kafka client must not come
    // twice
    submitted.set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, "parent-first");
    start
        .parallelism()
        .ifPresent(subtasks -> submitted.set(CoreOptions.DEFAULT_PARALLELISM, subtasks));
    SavepointRestoreSettings.toConfiguration(start.restore(), submitted);
    try (PackagedProgram program =
        PackagedProgram.newBuilder()
            .setJarFile(distribution.jobJar().toFile())
            .setEntryPointClassName(job.mainClass())
            .setArguments(arguments.words().toArray(String[]::new))
            .setConfiguration(submitted)
            .setSavepointRestoreSettings(start.restore())
            .build()) {
      submitted.set(
          PipelineOptions.JARS,
          program.getJobJarAndDependencies().stream().map(URL::toString).toList());
      runMain(program, submitted);
    } catch (ProgramInvocationException e) {
      throw new IllegalStateException("job " + job.name() + ": " + reason(e), e);
    }
    return id.toString();
  }

  /**
   * With the job's class loader and this cluster around it. Flink's own {@code ClientUtils} does
   * the same and sets up the second DataStream API too, which wants the JDK opened to it.
   */
  private void runMain(PackagedProgram program, Configuration submitted)
      throws ProgramInvocationException {
    ClassLoader classes = program.getUserCodeClassLoader();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(classes);
    StreamContextEnvironment.setAsContext(executors, submitted, classes, true, true);
    try {
      program.invokeInteractiveModeForExecution();
    } finally {
      StreamContextEnvironment.unsetAsContext();
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** What lies under the layers that Flink puts around an exception of a main method. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof ConfigException)) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : RootCause.of(message);
  }
}
