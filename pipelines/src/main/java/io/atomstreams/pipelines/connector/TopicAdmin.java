package io.atomstreams.pipelines.connector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes and shows the platform's topics on any cluster. Never changes or deletes one: what is there
 * and differs is reported.
 *
 * <p>Every method throws {@link IllegalStateException} with the cluster's reason if it does not
 * answer or refuses.
 */
public final class TopicAdmin implements AutoCloseable {

  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);
  private static final long POLL_NANOS = 10_000_000;

  private static final int ANSWER_WITHIN_MS = 10_000;

  private final Admin admin;
  private final String cluster;

  /**
   * Connects when first asked something.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   */
  public TopicAdmin(Map<String, String> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS / 2);
    settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
    this.cluster = client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    this.admin = Admin.create(settings);
  }

  /** What {@link #create} did about one topic, or found. */
  public enum State {
    CREATED,
    /** Was there, set up as wanted. */
    PRESENT,
    /** Was there, set up otherwise; left alone. */
    DIFFERENT,
    MISSING
  }

  /**
   * A topic on the cluster.
   *
   * @param found how it is set up; empty if it is missing
   * @param differences what differs from the wanted set-up, by setting
   */
  public record Finding(
      Topic topic,
      String name,
      State state,
      Optional<TopicSettings> found,
      Map<String, String> differences) {}

  /** Creates the topics that are missing and returns when all can be seen; may be repeated. */
  public List<Finding> create(TopicCatalogue catalogue) {
    Map<Topic, TopicSettings> before = find(catalogue);
    List<NewTopic> missing =
        Arrays.stream(Topic.values())
            .filter(topic -> !before.containsKey(topic))
            .map(topic -> catalogue.settings(topic).toCreate())
            .toList();
    Set<String> created =
        admin.createTopics(missing).values().entrySet().stream()
            .filter(entry -> isCreated(entry.getKey(), entry.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    awaitAll(catalogue);
    return Arrays.stream(Topic.values())
        .map(
            topic ->
                created.contains(catalogue.name(topic))
                    ? created(topic, catalogue)
                    : finding(topic, catalogue, before.get(topic)))
        .toList();
  }

  /** A created topic takes a moment to reach every broker's view of the cluster. */
  private void awaitAll(TopicCatalogue catalogue) {
    long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (find(catalogue).size() < Topic.values().length) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "the topics were created, but the cluster does not show all of them after "
                + VISIBLE_WITHIN.toSeconds()
                + " s");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static Finding created(Topic topic, TopicCatalogue catalogue) {
    TopicSettings settings = catalogue.settings(topic);
    return new Finding(topic, settings.name(), State.CREATED, Optional.of(settings), Map.of());
  }

  private boolean isCreated(String name, KafkaFuture<Void> future) {
    try {
      future.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw failure("create topic " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("create topic " + name, e);
    }
  }

  /** Looks at every topic of the catalogue. */
  public List<Finding> describe(TopicCatalogue catalogue) {
    Map<Topic, TopicSettings> found = find(catalogue);
    return Arrays.stream(Topic.values())
        .map(topic -> finding(topic, catalogue, found.get(topic)))
        .toList();
  }

  private static Finding finding(Topic topic, TopicCatalogue catalogue, TopicSettings found) {
    String name = catalogue.name(topic);
    if (found == null) {
      return new Finding(topic, name, State.MISSING, Optional.empty(), Map.of());
    }
    Map<String, String> differences = found.differencesFrom(catalogue.settings(topic));
    State state = differences.isEmpty() ? State.PRESENT : State.DIFFERENT;
    return new Finding(topic, name, state, Optional.of(found), differences);
  }

  private Map<Topic, TopicSettings> find(TopicCatalogue catalogue) {
    Set<String> all = names();
    Map<Topic, TopicSettings> found = new EnumMap<>(Topic.class);
    List<Topic> present = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      if (all.contains(catalogue.name(topic))) {
        present.add(topic);
      }
    }
    List<String> names = present.stream().map(catalogue::name).toList();
    Map<String, TopicDescription> descriptions =
        answer("describe the topics", admin.describeTopics(names).allTopicNames());
    Map<ConfigResource, Config> configs =
        answer("read the topics' settings", admin.describeConfigs(resources(names)).all());
    for (Topic topic : present) {
      String name = catalogue.name(topic);
      Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name));
      found.put(topic, settings(descriptions.get(name), config, catalogue.settings(topic)));
    }
    return found;
  }

  /** Names of all topics there are, the platform's or not. */
  public Set<String> names() {
    return answer("list the topics", admin.listTopics().names());
  }

  /** How many partitions a topic has that {@link #names()} knows. */
  public int partitions(String name) {
    return answer(
            "describe topic " + name,
            admin.describeTopics(List.of(name)).topicNameValues().get(name))
        .partitions()
        .size();
  }

  private static List<ConfigResource> resources(Collection<String> names) {
    return names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
  }

  private static TopicSettings settings(
      TopicDescription description, Config config, TopicSettings wanted) {
    Map<String, String> settings = new HashMap<>();
    wanted.settings().keySet().forEach(name -> settings.put(name, config.get(name).value()));
    return new TopicSettings(
        description.name(),
        description.partitions().size(),
        (short) description.partitions().get(0).replicas().size(),
        settings);
  }

  private <T> T answer(String request, KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw failure(request, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(request, e);
    }
  }

  private IllegalStateException failure(String request, Throwable cause) {
    String reason =
        cause instanceof TimeoutException
            ? "no broker answers; is the address right and is one running?"
            : cause.getMessage();
    return new IllegalStateException(
        "could not " + request + " on " + cluster + ": " + reason, cause);
  }

  @Override
  public void close() {
    admin.close();
  }
}
