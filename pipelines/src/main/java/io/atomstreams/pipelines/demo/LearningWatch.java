package io.atomstreams.pipelines.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.operators.rollout.Lineup;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.rollout.Timeline.Transition;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.learning.LearningConfig;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/** Follows what the learning job says, and what becomes of the versions it makes. */
final class LearningWatch implements Runnable, AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int EVENTS = 8;
  private static final int JUDGED = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TopicReader reader;
  private final ModelLog.Connection models;
  private final String evaluations;
  private final String drifts;
  private final Optional<Instant> rival;
  private final Map<String, String> judged = new LinkedHashMap<>();
  private final Deque<String> events = new ArrayDeque<>();
  private Timeline timeline;
  private int told;
  private boolean rivalTold;
  private volatile Thread thread;
  private volatile boolean stopped;
  private volatile RuntimeException failure;

  /** Of the first learner whose versions come before a scorer. */
  LearningWatch(
      Map<String, String> client,
      TopicCatalogue catalogue,
      LearningConfig config,
      Optional<Instant> rival) {
    String scorer =
        config.learners().stream()
            .flatMap(learner -> learner.scorer().stream())
            .findFirst()
            .orElse("");
    this.evaluations = catalogue.name(Topic.EVALUATIONS);
    this.drifts = catalogue.name(Topic.DRIFT);
    this.rival = rival;
    this.timeline = Timeline.empty(scorer);
    this.reader =
        new TopicReader(client, List.of(evaluations, drifts), IsolationLevel.READ_COMMITTED);
    this.models = new KafkaModelLog(client, catalogue.prefix()).open(this::follow);
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      while (!stopped) {
        reader.poll(POLL, this::take);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private synchronized void follow(RolloutEntry entry) {
    timeline = timeline.with(entry);
    List<Transition> decided = timeline.decided();
    while (told < decided.size()) {
      tell(text(decided.get(told++)));
    }
  }

  private static String text(Transition transition) {
    String what =
        transition.request().move().word()
            + " "
            + transition.request().model()
            + " by "
            + transition.request().by();
    return transition.abandoned().map(why -> what + ": not done, " + why).orElse(what)
        + (transition.request().reason().isEmpty()
            ? ""
            : " (" + transition.request().reason() + ")");
  }

  private synchronized void take(ConsumerRecord<byte[], byte[]> record) {
    JsonNode said = read(record.value());
    if (record.topic().equals(evaluations) && said.path("segment").asText().equals("all")) {
      evaluated(said);
    } else if (record.topic().equals(drifts) && said.path("level").asText().equals("drift")) {
      tell(drifted(said));
    }
  }

  private static JsonNode read(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException("the learning job writes JSON", e);
    }
  }

  private void evaluated(JsonNode said) {
    if (!said.path("metrics").path("log_loss").isNumber()) {
      return; // intervals, and groups: no version's own figures
    }
    long to = said.path("to").asLong();
    rival
        .filter(opens -> !rivalTold && to > opens.toEpochMilli())
        .ifPresent(
            opens -> {
              rivalTold = true;
              tell(
                  "the rival of %s has opened; the first answers about the time since come 30 days later"
                      .formatted(day(opens)));
            });
    String version = said.path("scorer").asText() + " " + said.path("modelVersion").asText();
    String role = said.path("role").asText();
    judged.remove(version);
    judged.put(
        version,
        String.format(
            Locale.ROOT,
            "%-10s %-28s log loss %.3f, error %.3f, %d answers up to %s",
            role,
            version,
            said.path("metrics").path("log_loss").asDouble(Double.NaN),
            said.path("metrics").path("error").asDouble(Double.NaN),
            said.path("examples").asLong(),
            day(Instant.ofEpochMilli(to))));
    while (judged.size() > JUDGED) {
      judged.remove(judged.keySet().iterator().next());
    }
  }

  private static String drifted(JsonNode said) {
    String cause = said.path("cause").asText();
    return String.format(
        Locale.ROOT,
        "drift at %s: %s %.3f lately, %.3f before%s%s",
        day(Instant.ofEpochMilli(said.path("ts").asLong())),
        said.path("on").asText(),
        said.path("recent").asDouble(Double.NaN),
        said.path("before").asDouble(Double.NaN),
        cause.isEmpty() ? "" : "; cause: " + cause.replace('_', ' '),
        said.path("actions").toString().contains("resetLearner")
            ? "; the learner begins anew"
            : "");
  }

  private static String day(Instant instant) {
    return instant.toString().substring(0, 10);
  }

  private synchronized void tell(String event) {
    if (events.size() == EVENTS) {
      events.removeFirst();
    }
    events.addLast(event);
  }

  /** Why it ended early, or {@code null}. */
  RuntimeException failure() {
    return failure;
  }

  /** What was said so far. */
  synchronized LearningNews news() {
    Lineup now = timeline.lineup();
    String lineup =
        "champion %s, canary %s, shadow %s"
            .formatted(
                now.champion().map(Object::toString).orElse("none"),
                now.canary().map(canary -> canary.model().toString()).orElse("none"),
                now.shadow().map(Object::toString).orElse("none"));
    return new LearningNews(List.copyOf(judged.values()), lineup, new ArrayList<>(events));
  }

  @Override
  public void close() {
    stopped = true;
    models.close();
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    reader.close();
  }
}
