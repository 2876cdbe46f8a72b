package io.atomstreams.pipelines.connector;

import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.config.DurationText;
import io.atomstreams.pipelines.connector.ClusterQuestions.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the settings of job and broker against each other before anything starts. A transaction
 * that times out before its checkpoint completes loses its records; one the broker would not allow
 * fails at the first write; a missing topic, or a right that is missing, fails in the middle of the
 * run.
 *
 * <p>Nothing on the cluster is changed, but for one transactional id that is opened and never used:
 * the prefix with {@code -startup-check}. Whether one may open it, and for how long, is told to no
 * one who does not try.
 */
public final class StartupCheck {

  private static final Logger LOG = LoggerFactory.getLogger(StartupCheck.class);
  private static final String PROBE_WITHIN_MS = "20000";
  private static final int COPIES = 3;

  private StartupCheck() {}

  /**
   * What the check compares.
   *
   * @param brokerMaximum empty if it is not shown
   * @param mayUseGroup whether the sources may commit
   * @param transactions what opening a transactional id fails with; empty if it does not
   */
  record Facts(
      Duration checkpointInterval,
      Duration transactionTimeout,
      Optional<Duration> brokerMaximum,
      Map<String, Seen> topics,
      boolean mayUseGroup,
      Optional<String> transactions) {}

  /**
   * Asks the cluster and checks, for any job that writes in transactions.
   *
   * @throws ConfigException naming every problem
   */
  public static void run(KafkaClients clients, AccessList access, Duration checkpointInterval) {
    List<String> unresolved = ClientSettingRules.unresolved(clients.settings());
    if (!unresolved.isEmpty()) {
      throw new ConfigException(unresolved);
    }
    Facts facts;
    try (Admin admin = Admin.create(clients.admin())) {
      ClusterQuestions cluster = new ClusterQuestions(admin, clients.servers());
      int brokers = cluster.brokers();
      facts =
          new Facts(
              checkpointInterval,
              clients.settings().transactionTimeout(),
              cluster.longestTransaction(),
              cluster.topics(access.topics()),
              cluster.mayUse(access.group()),
              probe(clients));
      warnOfSingleCopies(facts.topics(), brokers);
    } catch (KafkaException e) {
      throw unusable(e);
    }
    List<String> problems = problems(facts, access);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /** Such as a trust store that cannot be read; the outer message is always the same. */
  private static ConfigException unusable(KafkaException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    ConfigException unusable =
        new ConfigException(
            List.of("no Kafka client can be made of kafka.client: " + cause.getMessage()));
    unusable.initCause(e);
    return unusable;
  }

  private static Optional<String> probe(KafkaClients clients) {
    var settings = KafkaClients.producer(clients.settings());
    settings.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, clients.servers());
    settings.setProperty(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        clients.settings().transactionalIdPrefix() + "-startup-check");
    settings.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, PROBE_WITHIN_MS);
    var bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
      producer.initTransactions();
      return Optional.empty();
    } catch (TransactionalIdAuthorizationException e) {
      return Optional.of(
          "may not open transactions; allow Write on the transactional ids that begin with "
              + clients.settings().transactionalIdPrefix()
              + "-");
    } catch (InvalidTxnTimeoutException e) {
      return Optional.of(
          "may not open transactions of %s: shorten kafka.transactionTimeout or raise the broker's %s"
              .formatted(
                  text(clients.settings().transactionTimeout()), ClusterQuestions.BROKER_MAXIMUM));
    } catch (KafkaException e) {
      return Optional.of("cannot open transactions: " + e.getMessage());
    }
  }

  static List<String> problems(Facts facts, AccessList access) {
    List<String> problems = new ArrayList<>();
    times(facts, problems);
    Set<String> missing = new TreeSet<>();
    access
        .operations()
        .forEach(
            (topic, wanted) -> {
              Seen seen = facts.topics().getOrDefault(topic, new Seen(false, Set.of(), 0));
              if (!seen.exists()) {
                missing.add(topic);
              } else if (!seen.operations().containsAll(wanted)) {
                problems.add(notAllowed(topic, wanted, seen.operations()));
              }
            });
    if (!missing.isEmpty()) {
      problems.add("there is no topic %s; make them with: atom topics create".formatted(missing));
    }
    if (!facts.mayUseGroup()) {
      problems.add("the job may not read as group %s; allow Read on it".formatted(access.group()));
    }
    facts.transactions().ifPresent(problem -> problems.add("the job " + problem));
    return problems;
  }

  private static void times(Facts facts, List<String> problems) {
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
    facts
        .brokerMaximum()
        .filter(maximum -> timeout.compareTo(maximum) > 0)
        .ifPresent(
            maximum ->
                problems.add(
                    ("kafka.transactionTimeout is %s, the broker allows %s; shorten it or raise the"
                            + " broker's %s")
                        .formatted(text(timeout), text(maximum), ClusterQuestions.BROKER_MAXIMUM)));
  }

  private static String notAllowed(
      String topic, Set<AclOperation> wanted, Set<AclOperation> allowed) {
    Set<AclOperation> denied = new TreeSet<>(wanted);
    denied.removeAll(allowed);
    return "the job may not %s topic %s; allow it (atom topics acls lists all it needs)"
        .formatted(
            String.join(
                " and ",
                denied.stream().map(right -> right.name().toLowerCase(Locale.ROOT)).toList()),
            topic);
  }

  private static void warnOfSingleCopies(Map<String, Seen> topics, int brokers) {
    Set<String> single = new TreeSet<>();
    topics.forEach(
        (name, seen) -> {
          if (seen.copies() == 1) {
            single.add(name);
          }
        });
    if (brokers >= COPIES && !single.isEmpty()) {
      LOG.warn(
          "one copy only, on a cluster of {} brokers: a lost broker takes these topics with it: {}",
          brokers,
          single);
    }
  }

  private static String text(Duration duration) {
    return DurationText.format(duration);
  }
}
