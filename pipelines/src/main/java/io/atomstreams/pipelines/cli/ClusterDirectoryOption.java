package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.deploy.cluster.LocalCluster;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which local cluster. */
final class ClusterDirectoryOption {

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where everything of the cluster lies (default: target/cluster of the project).")
  private Path directory = Home.path("target").resolve("cluster");

  Path directory() {
    return directory;
  }

  LocalCluster open() {
    return LocalCluster.open(directory);
  }
}
