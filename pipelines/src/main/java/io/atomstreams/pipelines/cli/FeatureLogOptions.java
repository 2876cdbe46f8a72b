package io.atomstreams.pipelines.cli;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.scoring.AddedFeatures;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.training.FeatureLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a feature log comes from: a directory or a cluster. */
final class FeatureLogOptions {

  @Option(
      names = "--feature-log",
      paramLabel = "DIR",
      description = "Directory with features.jsonl, as atom demo --output DIR writes it.")
  private Path directory;

  @ArgGroup(exclusive = false)
  private ClusterOptions cluster;

  static List<FeatureRecord> read(Path directory) {
    return FeatureLog.read(directory.resolve(Topic.FEATURES.baseName() + ".jsonl"));
  }

  List<FeatureRecord> read(String topicPrefix) throws IOException {
    return directory == null
        ? FeatureLog.read(cluster.clientSettings(), topicPrefix)
        : read(directory);
  }

  /** With the features that joined, where the log is on a cluster that knows them. */
  ScoringConfig withAdditions(ScoringConfig declared) throws IOException {
    return directory == null
        ? declared.with(
            new AddedFeatures(
                cluster.clientSettings(), declared.kafka().topicPrefix(), declared.features()))
        : declared;
  }

  /** The options as one would write them, without the names of one's own machines. */
  String text() {
    return directory == null ? "--bootstrap-server HOST:PORT" : "--feature-log DIR";
  }
}
