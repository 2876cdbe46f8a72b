package io.atomstreams.pipelines.tracking;

import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.AlertJson;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts from outside what became of every input position, reading topics only: each must have
 * exactly one outcome, on {@code features} or {@code dead-letters}, and each scored one exactly one
 * prediction of each scorer. Takes records one by one, at any time; costs three bytes an input
 * position and a set of the alerts' ids. Not thread-safe.
 */
public final class OutcomeTracker {

  /** What a second record about the same input means. */
  public enum Mode {
    /**
     * The earlier one is replaced: for uncommitted readers, who see the records of attempts that
     * are aborted later. The order between {@code features} and {@code dead-letters} is the order
     * of reading.
     */
    LAST_WINS,
    /** It is a defect: for committed readers. */
    STRICT
  }

  private static final int MASK = 7;
  private static final int SCORED = 1;
  private static final int UPDATED = 2;
  private static final int DUPLICATE = 3;
  private static final int DEAD = 4;
  private static final int EXPECTED = 8;
  private static final int DOUBLED = 32;

  private static final int PROBLEMS_KEPT = 20;
  private static final int MOST_SCORERS = 8;

  private final String prefix;
  private final Mode mode;
  private final int scorers;
  private final List<String> scorerIds = new ArrayList<>();
  private final Map<String, Map<Integer, PositionLedger>> ledgers = new TreeMap<>();
  private final Set<String> alertIds = new HashSet<>();
  private final List<String> reasons = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private final List<String> doubledAlerts = new ArrayList<>();

  // how many positions there are with each outcome, expected or not
  private final long[] outcomes = new long[MASK + 1];
  private final List<long[]> deadByReason = new ArrayList<>();
  private final Map<String, Topic> topics = new HashMap<>();
  private long in;
  private long accounted;
  private long predicted;
  private long predictions;
  private long doubled;
  private long unread;

  /** For one installation with one scorer. */
  public OutcomeTracker(String prefix, Mode mode) {
    this(prefix, mode, 1);
  }

  /**
   * For one installation.
   *
   * @param prefix of all topic names, possibly empty
   * @param scorers how many there are, 1 to 8
   */
  public OutcomeTracker(String prefix, Mode mode, int scorers) {
    if (scorers < 1 || scorers > MOST_SCORERS) {
      throw new IllegalArgumentException(
          "%d scorers cannot be told apart, only 1 to %d".formatted(scorers, MOST_SCORERS));
    }
    this.prefix = prefix;
    this.mode = mode;
    this.scorers = scorers;
  }

  /**
   * Says which input positions there are; may be called again with overlapping or further ranges. A
   * topic that was written in transactions has offsets without records: name its records one by
   * one.
   *
   * @param from first offset
   * @param to offset after the last one
   */
  public void expect(TopicPartition partition, long from, long to) {
    PositionLedger ledger = ledger(partition.topic(), partition.partition());
    for (long offset = from; offset < to; offset++) {
      int flags = ledger.flags(offset);
      if ((flags & EXPECTED) == 0) {
        ledger.setFlags(offset, flags | EXPECTED);
        in++;
        accounted += (flags & MASK) != 0 ? 1 : 0;
      }
    }
  }

  /** Takes one record of an output topic; records of other topics are no concern of it. */
  public void accept(ConsumerRecord<byte[], byte[]> record) {
    Topic topic = topics.computeIfAbsent(record.topic(), this::outputTopic);
    if (topic == null) {
      return;
    }
    try {
      switch (topic) {
        case FEATURES -> acceptFeatures(record);
        case DEAD_LETTERS -> acceptDeadLetter(record);
        case PREDICTIONS -> acceptPrediction(record);
        case ALERTS -> acceptAlert(record);
        default -> {
          // no outcome
        }
      }
    } catch (IllegalArgumentException e) {
      unread++;
      keep(unreadable, position(record) + " cannot be read: " + e.getMessage());
    }
  }

  private Topic outputTopic(String name) {
    Optional<Topic> topic = Topic.of(prefix, name);
    return topic.filter(found -> found.role() == Topic.Role.OUTPUT).orElse(null);
  }

  private void acceptFeatures(ConsumerRecord<byte[], byte[]> record) {
    FeatureAvro.Filed filed = FeatureAvro.readFiled(valueOf(record));
    int outcome =
        switch (filed.outcome()) {
          case SCORED -> SCORED;
          case UPDATED -> UPDATED;
          case DUPLICATE -> DUPLICATE;
        };
    setOutcome(filed.source(), outcome, 0);
  }

  private void acceptDeadLetter(ConsumerRecord<byte[], byte[]> record) {
    SourcePosition source = Headers.source(record.headers());
    if (Topic.isReadByOthersOnly(prefix, source.topic())) {
      return;
    }
    String reason = Headers.text(record.headers(), Headers.REASON);
    int known = reasons.indexOf(reason);
    if (known < 0) {
      known = reasons.size();
      if (known > 0xFF) {
        throw new IllegalArgumentException("more than 256 different reasons; this is " + reason);
      }
      reasons.add(reason);
      deadByReason.add(new long[1]);
    }
    setOutcome(source, DEAD, known);
  }

  private void setOutcome(SourcePosition source, int outcome, int reason) {
    PositionLedger ledger = ledger(source.topic(), source.partition());
    int before = ledger.flags(source.offset());
    int earlier = before & MASK;
    int flags = (before & ~MASK) | outcome;
    if (earlier != 0) {
      outcomes[earlier]--;
      deadByReason(earlier, ledger.reason(source.offset()), -1);
      predicted -= earlier == SCORED ? said(ledger, source) : 0;
      flags |= doubling();
    } else {
      accounted += (before & EXPECTED) != 0 ? 1 : 0;
    }
    outcomes[outcome]++;
    deadByReason(outcome, reason, 1);
    predicted += outcome == SCORED ? said(ledger, source) : 0;
    ledger.setFlags(source.offset(), flags);
    ledger.setReason(source.offset(), reason);
  }

  private static int said(PositionLedger ledger, SourcePosition source) {
    return Integer.bitCount(ledger.scorers(source.offset()));
  }

  private void deadByReason(int outcome, int reason, int change) {
    if (outcome == DEAD) {
      deadByReason.get(reason)[0] += change;
    }
  }

  private void acceptPrediction(ConsumerRecord<byte[], byte[]> record) {
    Prediction prediction = PredictionJson.read(valueOf(record), 0);
    SourcePosition source = prediction.source();
    PositionLedger ledger = ledger(source.topic(), source.partition());
    int flags = ledger.flags(source.offset());
    int said = ledger.scorers(source.offset());
    int one = 1 << scorer(prediction.scorer());
    if ((said & one) != 0) {
      ledger.setFlags(source.offset(), flags | doubling());
      return;
    }
    predictions++;
    predicted += (flags & MASK) == SCORED ? 1 : 0;
    ledger.setScorers(source.offset(), said | one);
  }

  private int scorer(String id) {
    int known = scorerIds.indexOf(id);
    if (known >= 0) {
      return known;
    }
    if (scorerIds.size() == scorers) {
      throw new IllegalArgumentException(
          "it is by the scorer %s; all %d are known: %s".formatted(id, scorers, scorerIds));
    }
    scorerIds.add(id);
    return scorerIds.size() - 1;
  }

  private void acceptAlert(ConsumerRecord<byte[], byte[]> record) {
    if (Headers.isOfAnotherJob(record.headers())) {
      return;
    }
    String id = AlertJson.read(valueOf(record), 0).id();
    if (!alertIds.add(id) && doubling() != 0) {
      keep(doubledAlerts, position(record) + ": alert " + id + " is there more than once");
    }
  }

  /** Called for a second record about the same thing. */
  private int doubling() {
    if (mode == Mode.LAST_WINS) {
      return 0;
    }
    doubled++;
    return DOUBLED;
  }

  /** The account so far; takes no longer with more positions. */
  public Accounting accounting() {
    TreeMap<String, Long> dead = new TreeMap<>();
    for (int reason = 0; reason < reasons.size(); reason++) {
      long count = deadByReason.get(reason)[0];
      if (count > 0) {
        dead.put(reasons.get(reason), count);
      }
    }
    long all = outcomes[SCORED] + outcomes[UPDATED] + outcomes[DUPLICATE] + outcomes[DEAD];
    return new Accounting(
        in,
        outcomes[SCORED],
        outcomes[UPDATED],
        outcomes[DUPLICATE],
        dead,
        predicted,
        alertIds.size(),
        in - accounted,
        doubled,
        outcomes[SCORED] * scorers - predicted,
        all - accounted,
        mode == Mode.STRICT ? predictions - predicted : 0,
        unread);
  }

  /**
   * The first offending positions, in words; empty if the account is exact.
   *
   * @param atMost how many to name
   */
  public List<String> problems(int atMost) {
    List<String> problems = new ArrayList<>();
    ledgers.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (partition, ledger) ->
                    ledger.visit(
                        (offset, flags, said) -> {
                          String what = problem(flags, Integer.bitCount(said));
                          if (!what.isEmpty()) {
                            problems.add(new SourcePosition(topic, partition, offset) + what);
                          }
                        },
                        () -> problems.size() < atMost)));
    problems.addAll(doubledAlerts);
    problems.addAll(unreadable);
    return List.copyOf(problems.subList(0, Math.min(atMost, problems.size())));
  }

  private String problem(int flags, int said) {
    int outcome = flags & MASK;
    if ((flags & EXPECTED) != 0 && outcome == 0) {
      return " has no outcome: lost";
    }
    if ((flags & EXPECTED) == 0 && outcome != 0) {
      return " has an outcome and is no input";
    }
    if ((flags & DOUBLED) != 0) {
      return " has more than one outcome or prediction: doubled";
    }
    if (outcome == SCORED && said < scorers) {
      return said == 0
          ? " was scored and has no prediction"
          : " was scored and has %d predictions of %d".formatted(said, scorers);
    }
    if (mode == Mode.STRICT && outcome != SCORED && said > 0) {
      return " has a prediction and was not scored";
    }
    return "";
  }

  private static void keep(List<String> problems, String problem) {
    if (problems.size() < PROBLEMS_KEPT) {
      problems.add(problem);
    }
  }

  private static byte[] valueOf(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new IllegalArgumentException("it has no value");
    }
    return record.value();
  }

  private static SourcePosition position(ConsumerRecord<byte[], byte[]> record) {
    return new SourcePosition(record.topic(), record.partition(), record.offset());
  }

  private PositionLedger ledger(String topic, int partition) {
    return ledgers
        .computeIfAbsent(topic, absent -> new TreeMap<>())
        .computeIfAbsent(partition, absent -> new PositionLedger());
  }
}
