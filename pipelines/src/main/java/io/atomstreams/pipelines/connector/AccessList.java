package io.atomstreams.pipelines.connector;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a job's principal must be allowed on a cluster with authorisation, and no more. To describe
 * what one may read or write comes with it. A sink reads the topics it writes: at its start it asks
 * who has a transaction open on them, to end those of the job's earlier life.
 *
 * @param sinks topics written in transactions
 * @param appends topics written without: the log of models and what is noted beside it
 * @param group the sources' consumer group
 * @param transactionalIdPrefix before the first hyphen that the sink adds
 */
public record AccessList(
    Set<String> reads,
    Set<String> sinks,
    Set<String> appends,
    String group,
    String transactionalIdPrefix) {

  public AccessList {
    reads = Set.copyOf(reads);
    sinks = Set.copyOf(sinks);
    appends = Set.copyOf(appends);
  }

  /** That of a job with these settings. */
  public static AccessList of(
      KafkaSettings kafka,
      Collection<String> reads,
      Collection<String> sinks,
      Collection<String> appends) {
    return new AccessList(
        Set.copyOf(reads),
        Set.copyOf(sinks),
        Set.copyOf(appends),
        kafka.groupId(),
        kafka.transactionalIdPrefix());
  }

  /**
   * Something one may do.
   *
   * @param name of the topic or group, or what the transactions' names begin with
   */
  public record Grant(
      ResourceType resource, String name, PatternType pattern, Set<AclOperation> operations) {

    public Grant {
      operations = Set.copyOf(operations);
    }
  }

  /** Full names of all topics, in alphabetical order. */
  public Set<String> topics() {
    return new TreeSet<>(operations().keySet());
  }

  /** What one must be allowed on each topic. */
  Map<String, Set<AclOperation>> operations() {
    Map<String, Set<AclOperation>> operations = new TreeMap<>();
    reads.forEach(topic -> at(operations, topic).add(AclOperation.READ));
    sinks.forEach(topic -> at(operations, topic).add(AclOperation.READ));
    sinks.forEach(topic -> at(operations, topic).add(AclOperation.WRITE));
    appends.forEach(topic -> at(operations, topic).add(AclOperation.WRITE));
    return operations;
  }

  private static Set<AclOperation> at(Map<String, Set<AclOperation>> operations, String topic) {
    return operations.computeIfAbsent(topic, name -> EnumSet.noneOf(AclOperation.class));
  }

  /** All of it: topics by name, then the group, then the transactions. */
  public List<Grant> grants() {
    List<Grant> grants = new ArrayList<>();
    operations()
        .forEach(
            (topic, operations) ->
                grants.add(new Grant(ResourceType.TOPIC, topic, PatternType.LITERAL, operations)));
    grants.add(
        new Grant(ResourceType.GROUP, group, PatternType.LITERAL, Set.of(AclOperation.READ)));
    grants.add(
        new Grant(
            ResourceType.TRANSACTIONAL_ID,
            transactionalIdPrefix + "-",
            PatternType.PREFIXED,
            Set.of(AclOperation.WRITE)));
    return grants;
  }
}
