package io.atomstreams.pipelines.connector;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.TopicConfig;

/**
 * All topics of one installation.
 *
 * @param prefix of all names, possibly empty; letters, digits, {@code . _ -}
 * @param partitions of each topic; fixed for the life of an installation, since an entity's records
 *     keep their order only while its partition stays the same
 * @param replicationFactor copies of each partition, -1 for the cluster's default
 * @param minInsyncReplicas copies that must have a record before it counts as written, -1 for the
 *     cluster's default
 */
public record TopicCatalogue(
    String prefix, int partitions, short replicationFactor, int minInsyncReplicas) {

  /** Partitions unless asked for otherwise. */
  public static final int DEFAULT_PARTITIONS = 4;

  /** Leaves the number of copies to the cluster. */
  public static final short CLUSTER_DEFAULT = -1;

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{0,200}");

  public TopicCatalogue {
    if (!LEGAL.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "prefix '" + prefix + "': at most 200 of letters, digits, '.', '_' and '-'");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions " + partitions + ": at least 1");
    }
    if (replicationFactor < 1 && replicationFactor != CLUSTER_DEFAULT) {
      throw new IllegalArgumentException(
          "replication factor " + replicationFactor + ": at least 1, or -1 for the cluster's own");
    }
    if (minInsyncReplicas < 1 && minInsyncReplicas != CLUSTER_DEFAULT) {
      throw new IllegalArgumentException(
          "min in-sync replicas "
              + minInsyncReplicas
              + ": at least 1, or -1 for the cluster's own");
    }
    if (replicationFactor > 0 && minInsyncReplicas > replicationFactor) {
      throw new IllegalArgumentException(
          "min in-sync replicas "
              + minInsyncReplicas
              + ": at most the replication factor, "
              + replicationFactor
              + "; with more nothing can be written");
    }
  }

  /** With the cluster's number of copies that must have a record. */
  public TopicCatalogue(String prefix, int partitions, short replicationFactor) {
    this(prefix, partitions, replicationFactor, CLUSTER_DEFAULT);
  }

  /** With the default number of partitions and the cluster's number of copies. */
  public static TopicCatalogue of(String prefix) {
    return new TopicCatalogue(prefix, DEFAULT_PARTITIONS, CLUSTER_DEFAULT);
  }

  /** Full name of a topic. */
  public String name(Topic topic) {
    return topic.in(prefix);
  }

  /** Full names of what the scoring job reads. */
  public List<String> inputs() {
    return names(Topic.Role.INPUT);
  }

  /** Full names of what the scoring job writes. */
  public List<String> outputs() {
    return names(Topic.Role.OUTPUT);
  }

  /** Full names of what the scoring job writes beside its outputs. */
  public List<String> sides() {
    return names(Topic.Role.SIDE);
  }

  private List<String> names(Topic.Role role) {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.role() == role)
        .map(this::name)
        .toList();
  }

  /** How a topic is to be set up. */
  public TopicSettings settings(Topic topic) {
    TopicSettings settings = TopicSettings.wanted(topic, prefix, partitions, replicationFactor);
    return minInsyncReplicas == CLUSTER_DEFAULT
        ? settings
        : settings.with(
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInsyncReplicas));
  }
}
