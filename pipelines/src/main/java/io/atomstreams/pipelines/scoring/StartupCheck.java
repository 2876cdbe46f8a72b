package io.atomstreams.pipelines.scoring;

import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.config.DurationText;
import io.atomstreams.pipelines.connector.KafkaSettings;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Holds the settings of job and broker against each other before anything starts. A transaction
 * that times out before its checkpoint completes loses its records; one the broker would not allow
 * fails at the first write; a missing topic fails in the middle of the run.
 */
public final class StartupCheck {

  private static final String BROKER_MAXIMUM = "transaction.max.timeout.ms";

  private StartupCheck() {}

  /** What the check compares. */
  record Facts(
      Duration checkpointInterval,
      Duration transactionTimeout,
      Duration brokerMaximum,
      Set<String> topics) {}

  /**
   * Asks the broker and checks.
   *
   * @throws ConfigException naming every problem
   */
  public static void run(ScoringConfig config, Duration checkpointInterval, Admin admin) {
    KafkaSettings kafka = config.kafka();
    run(kafka.transactionTimeout(), needed(kafka.topicPrefix()), checkpointInterval, admin);
  }

  /**
   * Asks the broker and checks, for any job that writes in transactions.
   *
   * @param needed full names of the topics that the job reads and writes
   * @throws ConfigException naming every problem
   */
  public static void run(
      Duration transactionTimeout, Set<String> needed, Duration checkpointInterval, Admin admin) {
    Facts facts;
    try {
      Set<String> topics = admin.listTopics().names().get();
      facts = new Facts(checkpointInterval, transactionTimeout, brokerMaximum(admin), topics);
    } catch (ExecutionException e) {
      throw new ConfigException(
          List.of("the Kafka cluster does not answer: " + e.getCause().getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the Kafka cluster", e);
    }
    List<String> problems = problems(facts, needed);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private static Duration brokerMaximum(Admin admin)
      throws ExecutionException, InterruptedException {
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
    return Duration.ofMillis(Long.parseLong(value));
  }

  static List<String> problems(Facts facts, Set<String> needed) {
    List<String> problems = new ArrayList<>();
    Duration timeout = facts.transactionTimeout();
    if (facts.checkpointInterval().isZero()) {
      problems.add(
          "execution.checkpointing.interval is not set: transactions are committed by checkpoints");
    }
    if (timeout.compareTo(facts.checkpointInterval()) <= 0) {
      problems.add(
          "kafka.transactionTimeout is %s, must be longer than execution.checkpointing.interval (%s)"
              .formatted(text(timeout), text(facts.checkpointInterval())));
    }
    if (timeout.compareTo(facts.brokerMaximum()) > 0) {
      problems.add(
          "kafka.transactionTimeout is %s, the broker allows %s; shorten it or raise the broker's %s"
              .formatted(text(timeout), text(facts.brokerMaximum()), BROKER_MAXIMUM));
    }
    Set<String> missing = new TreeSet<>(needed);
    missing.removeAll(facts.topics());
    if (!missing.isEmpty()) {
      problems.add("there is no topic %s; make them with: atom topics create".formatted(missing));
    }
    return problems;
  }

  /** What the scoring job reads and writes. */
  static Set<String> needed(String topicPrefix) {
    TopicCatalogue topics = TopicCatalogue.of(topicPrefix);
    Set<String> needed = new TreeSet<>(topics.inputs());
    needed.addAll(topics.outputs());
    needed.addAll(topics.controls());
    return needed;
  }

  private static String text(Duration duration) {
    return DurationText.format(duration);
  }
}
