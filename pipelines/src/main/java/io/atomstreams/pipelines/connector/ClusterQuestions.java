package io.atomstreams.pipelines.connector;

import io.atomstreams.pipelines.config.ConfigException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What a job asks a cluster before it starts. Changes nothing there. */
final class ClusterQuestions {

  static final String BROKER_MAXIMUM = "transaction.max.timeout.ms";

  /** Of a member that no group has: to be told so, one must be allowed to use the group. */
  private static final String NOBODY = "atom-startup-check";

  private final Admin admin;
  private final String servers;

  ClusterQuestions(Admin admin, String servers) {
    this.admin = admin;
    this.servers = servers;
  }

  /**
   * A topic as the principal sees it.
   *
   * @param operations what it may do there; empty if the topic is hidden or not there
   * @param copies of its first partition
   */
  record Seen(boolean exists, Set<AclOperation> operations, int copies) {}

  /**
   * How many brokers there are.
   *
   * @throws ConfigException if none can be talked to
   */
  int brokers() {
    try {
      return admin.describeCluster().nodes().get().size();
    } catch (ExecutionException e) {
      throw new ConfigException(List.of(refusal(e.getCause())));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Of the causes only messages that name no value are repeated. */
  private String refusal(Throwable cause) {
    if (cause instanceof SslAuthenticationException) {
      Throwable root = cause;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return "%s and this job do not trust each other (TLS): %s; see ssl.* under kafka.client"
          .formatted(servers, root.getMessage());
    }
    if (cause instanceof AuthenticationException) {
      return "%s lets nobody in with these credentials: %s; see sasl.* under kafka.client"
          .formatted(servers, cause.getMessage());
    }
    if (cause instanceof TimeoutException) {
      return ("no broker answers at %s; is the address right, is one running, and is"
              + " security.protocol under kafka.client what that port speaks?")
          .formatted(servers);
    }
    return "the Kafka cluster at %s does not answer: %s".formatted(servers, cause.getMessage());
  }

  /** The topics, by name. */
  Map<String, Seen> topics(Collection<String> names) {
    Map<String, Seen> seen = new HashMap<>();
    admin
        .describeTopics(names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
        .topicNameValues()
        .forEach((name, future) -> seen.put(name, topic(future)));
    return seen;
  }

  private Seen topic(KafkaFuture<TopicDescription> future) {
    try {
      TopicDescription topic = future.get();
      return new Seen(
          true, topic.authorizedOperations(), topic.partitions().get(0).replicas().size());
    } catch (ExecutionException e) {
      boolean hidden = e.getCause() instanceof TopicAuthorizationException;
      if (hidden || e.getCause() instanceof UnknownTopicOrPartitionException) {
        return new Seen(hidden, Set.of(), 0);
      }
      throw new ConfigException(List.of(refusal(e.getCause())));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Whether the principal may read as a member of the group. */
  boolean mayUse(String group) {
    RemoveMembersFromConsumerGroupOptions nobody =
        new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(NOBODY)));
    try {
      admin.removeMembersFromConsumerGroup(group, nobody).all().get();
      return true;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      while (cause != null && !(cause instanceof GroupAuthorizationException)) {
        cause = cause.getCause();
      }
      return cause == null;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The longest transaction that a broker allows; empty to those who may not see its settings. */
  Optional<Duration> longestTransaction() {
    try {
      String broker = admin.describeCluster().nodes().get().iterator().next().idString();
      ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker);
      String value =
          admin
              .describeConfigs(List.of(resource))
              .all()
              .get()
              .get(resource)
              .get(BROKER_MAXIMUM)
              .value();
      return Optional.of(Duration.ofMillis(Long.parseLong(value)));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return Optional.empty();
      }
      throw new ConfigException(List.of(refusal(e.getCause())));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while asking the Kafka cluster", e);
  }
}
