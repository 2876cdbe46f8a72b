package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.deploy.FlinkRest;
import io.atomstreams.pipelines.deploy.cluster.LocalCluster;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.RestOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which Flink cluster: one that is named, or the local one. */
final class JobManagerOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      description = "REST address of a Flink cluster; else the one of atom cluster start.")
  private String jobManager;

  @Mixin private ClusterDirectoryOption local;

  /** The local cluster, unless another one is named. */
  Optional<LocalCluster> local() {
    return jobManager == null ? Optional.of(local.open()) : Optional.empty();
  }

  /**
   * What somebody who submits a job needs: of the local cluster its own settings, else those of a
   * directory.
   */
  Configuration configuration(Path conf) {
    if (jobManager == null) {
      return local.open().configuration();
    }
    int colon = jobManager.lastIndexOf(':');
    Configuration configuration = GlobalConfiguration.loadConfiguration(conf.toString());
    configuration.set(HighAvailabilityOptions.HA_MODE, "NONE"); // this address, whoever leads there
    try {
      configuration.set(RestOptions.ADDRESS, jobManager.substring(0, Math.max(0, colon)));
      configuration.set(RestOptions.PORT, Integer.parseInt(jobManager.substring(colon + 1)));
      return configuration;
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--jobmanager " + jobManager + ": must be HOST:PORT, such as flink-rest:8081",
          e);
    }
  }

  FlinkRest rest(Path conf) {
    return jobManager == null ? local.open().rest() : FlinkRest.at(configuration(conf));
  }
}
