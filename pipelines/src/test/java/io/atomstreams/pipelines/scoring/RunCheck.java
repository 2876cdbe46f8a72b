package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.IntakeReader;
import io.atomstreams.operators.validation.RejectionReason;
import io.atomstreams.pipelines.connector.AlertJson;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.Accounting;
import io.atomstreams.pipelines.tracking.OutcomeTracker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds a recorded run against what the job promises, knowing the topics and the pure classes and
 * nothing of Flink:
 *
 * <ol>
 *   <li>every input has one outcome, every scored one its prediction ({@link OutcomeTracker});
 *   <li>who reads uncommitted and lets the last record of an id win ends with the committed view;
 *   <li>the log, replayed entity by entity in the order of {@code sequence}, gives every vector and
 *       alert bit for bit ({@link LogReplay});
 *   <li>every prediction is what the model says of the vector of the same input;
 *   <li>every refused input is in the dead letters byte for byte, with the reason.
 * </ol>
 */
final class RunCheck {

  private static final int NAMED = 10;

  private final ScoringConfig config;
  private final String prefix;
  private final List<String> problems = new ArrayList<>();
  private final Map<SourcePosition, Intake> intakes = new HashMap<>();
  private final Map<SourcePosition, FeatureRecord> features = new HashMap<>();
  private final Map<SourcePosition, byte[]> alerts = new TreeMap<>();
  private final Map<SourcePosition, byte[]> predictions = new TreeMap<>();
  private final Map<SourcePosition, ConsumerRecord<byte[], byte[]>> deadLetters = new HashMap<>();
  private int unnamed;

  private RunCheck(ScoringConfig config) {
    this.config = config;
    this.prefix = config.kafka().topicPrefix();
  }

  /** What is wrong, in words; empty if nothing is. */
  static List<String> problems(RecordedRun run, ScoringConfig config) {
    return problems(run, config, ScoringPipeline.Control.none().models().apply(config.scorer()));
  }

  /** What is wrong if these models were to score these events. */
  static List<String> problems(RecordedRun run, ScoringConfig config, ModelLog models) {
    RunCheck check = new RunCheck(config);
    check.account(run);
    check.views(run);
    check.read(run);
    check.deadLetters();
    LogReplay replay = new LogReplay(config, check::problem);
    replay.entities(check.features, check.intakes);
    check.late(replay);
    check.equal("alert", replay.alerts(), check.alerts);
    check.equal("prediction", replay.predictions(check.features, models), check.predictions);
    if (check.unnamed > 0) {
      check.problems.add("and " + check.unnamed + " more");
    }
    return List.copyOf(check.problems);
  }

  private void problem(String text) {
    if (problems.size() < 4 * NAMED) {
      problems.add(text);
    } else {
      unnamed++;
    }
  }

  static Accounting accounting(RecordedRun run, String prefix) {
    return tracked(run, prefix).accounting();
  }

  private static OutcomeTracker tracked(RecordedRun run, String prefix) {
    OutcomeTracker tracker = new OutcomeTracker(prefix, OutcomeTracker.Mode.STRICT);
    for (ConsumerRecord<byte[], byte[]> input : run.inputs()) {
      TopicPartition partition = new TopicPartition(input.topic(), input.partition());
      tracker.expect(partition, input.offset(), input.offset() + 1);
    }
    run.committed().forEach(tracker::accept);
    return tracker;
  }

  private void account(RecordedRun run) {
    OutcomeTracker tracker = tracked(run, prefix);
    if (!tracker.accounting().exact()) {
      problem("the account is not exact: " + tracker.accounting());
      tracker.problems(NAMED).forEach(this::problem);
    }
  }

  private void views(RecordedRun run) {
    Map<String, Content> committed = lastById(run.committed());
    Map<String, Content> uncommitted = lastById(run.uncommitted());
    committed.forEach(
        (id, content) -> {
          Content seen = uncommitted.remove(id);
          if (seen == null) {
            problem(id + " is committed, and an uncommitted reader does not see it");
          } else if (!seen.same(content)) {
            problem(id + " is not what an uncommitted reader saw last");
          }
        });
    uncommitted.keySet().forEach(id -> problem(id + " was seen uncommitted and never committed"));
  }

  /** What must be the same in both views: all but the wall time in the headers. */
  private record Content(byte[] key, byte[] value, String reason) {

    boolean same(Content other) {
      return Arrays.equals(key, other.key)
          && Arrays.equals(value, other.value)
          && reason.equals(other.reason);
    }
  }

  private Map<String, Content> lastById(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, Content> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      boolean dead = topic(record) == Topic.DEAD_LETTERS;
      String why =
          dead
              ? Headers.text(record.headers(), Headers.REASON)
                  + Headers.text(record.headers(), Headers.DETAIL)
              : "";
      last.put(id(record), new Content(record.key(), record.value(), why));
    }
    return last;
  }

  private String id(ConsumerRecord<byte[], byte[]> record) {
    return switch (topic(record)) {
      case FEATURES -> "feature record of " + FeatureAvro.readFiled(record.value()).source();
      case PREDICTIONS -> "prediction " + PredictionJson.read(record.value(), 0).id();
      case ALERTS -> "alert " + AlertJson.read(record.value(), 0).id();
      default -> "dead letter of " + Headers.source(record.headers());
    };
  }

  private Topic topic(ConsumerRecord<byte[], byte[]> record) {
    return Topic.of(prefix, record.topic()).orElseThrow();
  }

  private void read(RecordedRun run) {
    IntakeReader reader = new IntakeReader(config.validation());
    for (ConsumerRecord<byte[], byte[]> input : run.inputs()) {
      SourcePosition source = position(input);
      EventType.Stream stream =
          topic(input) == Topic.SALES_EVENTS ? EventType.Stream.SALES : EventType.Stream.CUSTOMER;
      intakes.put(
          source, reader.read(stream, source, input.key(), input.value(), input.timestamp(), 0));
    }
    for (ConsumerRecord<byte[], byte[]> record : run.committed()) {
      switch (topic(record)) {
        case FEATURES -> {
          FeatureRecord feature = FeatureAvro.read(record.value(), 0);
          features.put(feature.source(), feature);
        }
        case PREDICTIONS ->
            predictions.put(PredictionJson.read(record.value(), 0).source(), record.value());
        case ALERTS -> alerts.put(AlertJson.read(record.value(), 0).source(), record.value());
        default -> deadLetters.put(Headers.source(record.headers()), record);
      }
    }
  }

  private static SourcePosition position(ConsumerRecord<byte[], byte[]> record) {
    return new SourcePosition(record.topic(), record.partition(), record.offset());
  }

  private void deadLetters() {
    intakes.forEach(
        (source, intake) -> {
          ConsumerRecord<byte[], byte[]> letter = deadLetters.get(source);
          if (intake.isRefused() && letter == null) {
            problem(source + " is no event (" + intake.reason() + ") and not in the dead letters");
          } else if (letter != null) {
            String reason = Headers.text(letter.headers(), Headers.REASON);
            String expected = intake.isRefused() ? intake.reason() : RejectionReason.LATE.code();
            if (!reason.equals(expected)) {
              problem(source + " was refused as " + reason + ", is " + expected);
            }
            if (!Arrays.equals(letter.value(), intake.raw())
                || !Arrays.equals(letter.key(), intake.key())) {
              problem(source + " is not in the dead letters byte for byte");
            }
          }
        });
  }

  /** Whoever is late must lie behind the clock its entity reached at some time. */
  private void late(LogReplay replay) {
    deadLetters.forEach(
        (source, letter) -> {
          Intake intake = intakes.get(source);
          if (intake != null && !intake.isRefused() && !replay.mayBeLate(intake)) {
            problem(source + " was refused as late and never was");
          }
        });
  }

  private void equal(
      String what, Map<SourcePosition, byte[]> expected, Map<SourcePosition, byte[]> found) {
    expected.forEach(
        (source, value) -> {
          byte[] there = found.get(source);
          if (there == null) {
            problem(source + " has no " + what + "; the replay gives " + text(value));
          } else if (!Arrays.equals(there, value)) {
            problem(
                "the %s of %s is %s, the replay gives %s"
                    .formatted(what, source, text(there), text(value)));
          }
        });
    found.keySet().stream()
        .filter(source -> !expected.containsKey(source))
        .forEach(source -> problem(source + " has a " + what + " the replay does not give"));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
