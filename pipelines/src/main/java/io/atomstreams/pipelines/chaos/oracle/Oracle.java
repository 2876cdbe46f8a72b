package io.atomstreams.pipelines.chaos.oracle;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.chaos.oracle.Findings.Kind;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.scoring.KafkaEndpoints;
import io.atomstreams.pipelines.scoring.ScorerConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Says of every committed record whether it must be there, to the byte. Inputs are taken in as they
 * stand in the topics; a customer's next event is applied when the feature log says that it was its
 * turn, and everything that follows from it is awaited then.
 *
 * <pre>
 *   input ─► waits for its turn ─(its feature record or dead letter comes)─► applied ─► expected ◄─► seen
 * </pre>
 *
 * <p>What was both expected and seen is forgotten, so memory is that of the customers and of what
 * is under way. A record must be handed over after its input, and everything else in any order of
 * partitions. One thread.
 */
public final class Oracle implements AutoCloseable {

  private final String prefix;
  private final KafkaEventDeserializer reader;
  private final Entities entities;
  private final OutputSerializer serializer;
  private final Scores scores;
  private final Views views;
  private final Findings findings = new Findings();
  private final WaitingInputs waiting = new WaitingInputs();

  /** Must come and has not. */
  private final Map<Claim, Content> expected = new HashMap<>();

  /** Came before the turn of its input. */
  private final Map<Claim, Content> early = new HashMap<>();

  private final Map<String, Topic> topics = new HashMap<>();
  private long inputs;
  private long compared;

  /**
   * An oracle that has seen nothing.
   *
   * @param config the settings of the job
   * @param models which model scores which events, for each scorer
   * @throws IllegalArgumentException if outputs follow from more than a customer's own events
   */
  public Oracle(ScoringConfig config, Function<ScorerConfig, ModelLog> models) {
    this.prefix = config.kafka().topicPrefix();
    this.reader = KafkaEndpoints.reader(config);
    this.entities = new Entities(config);
    this.serializer = new OutputSerializer(prefix);
    this.scores = new Scores(config, models, findings);
    this.views = new Views(findings);
  }

  /** Takes the next record of an event topic. */
  public void input(ConsumerRecord<byte[], byte[]> record) {
    inputs++;
    Intake intake = reader.read(record);
    if (intake.hasEntity()) {
      waiting.add(intake);
    } else {
      expect(entities.alone(intake));
    }
  }

  /** Takes the next record that an uncommitted reader sees. */
  public void uncommitted(ConsumerRecord<byte[], byte[]> record) {
    try {
      claim(record).ifPresent(claim -> views.uncommitted(claim, record));
    } catch (IllegalArgumentException unreadable) {
      // noted when it is committed, and of no account if it never is
    }
  }

  /** Takes the next committed record; an uncommitted reader must have seen it. */
  public void committed(ConsumerRecord<byte[], byte[]> record) {
    Optional<Claim> claim;
    try {
      claim = claim(record);
    } catch (IllegalArgumentException e) {
      String at = record.topic() + "-" + record.partition() + "@" + record.offset();
      findings.note(Kind.UNREADABLE, at + " cannot be read: " + e.getMessage());
      return;
    }
    claim.ifPresent(
        known -> {
          views.committed(known, record);
          compared++;
          seen(known, Content.of(known.topic(), record));
        });
  }

  private Optional<Claim> claim(ConsumerRecord<byte[], byte[]> record) {
    Topic topic =
        topics.computeIfAbsent(record.topic(), name -> Topic.of(prefix, name).orElseThrow());
    return Claim.of(topic, prefix, record);
  }

  private void seen(Claim claim, Content content) {
    Intake intake = waiting.at(claim.source());
    if (intake == null) {
      match(claim, content);
    } else if (claim.topic() == Topic.FEATURES) {
      comesTo(intake);
      match(claim, content);
    } else if (claim.topic() == Topic.DEAD_LETTERS && waiting.isNext(intake)) {
      apply(intake);
      match(claim, content);
    } else if (early.putIfAbsent(claim, content) != null) {
      findings.note(Kind.DOUBLED, claim + " is there more than once");
    }
  }

  /** It is this input's turn: those before it must all have been late. */
  private void comesTo(Intake intake) {
    while (!waiting.isNext(intake)) {
      Intake next = waiting.next(intake);
      if (apply(next) != Topic.DEAD_LETTERS) {
        findings.note(
            Kind.OVERTAKEN,
            "%s was taken in before %s of the same %s"
                .formatted(intake.source(), next.source(), intake.route()));
      }
    }
    apply(intake);
  }

  /** Applies the next input of its customer and topic, and late ones behind it that are known. */
  private Topic apply(Intake next) {
    Topic became = applyOne(next);
    for (Intake late = waiting.next(next); isKnownLate(late); late = waiting.next(next)) {
      applyOne(late);
    }
    return became;
  }

  private boolean isKnownLate(Intake intake) {
    return intake != null && early.containsKey(Claim.outcome(Topic.DEAD_LETTERS, intake.source()));
  }

  private Topic applyOne(Intake next) {
    Topic[] became = {null};
    entities.apply(
        waiting.take(next),
        output -> {
          became[0] = became[0] == null ? Claim.of(output).topic() : became[0];
          expect(output);
        });
    return became[0];
  }

  private void expect(Output output) {
    Claim claim = Claim.of(output);
    Content content = Content.of(claim.topic(), serializer.serialize(output));
    Content known = early.remove(claim);
    if (known == null) {
      expected.put(claim, content);
    } else {
      compare(claim, content, known);
    }
    if (output instanceof FeatureRecord record && record.scored()) {
      scores.expect(record, early::remove);
    }
  }

  private void match(Claim claim, Content content) {
    if (claim.topic() == Topic.PREDICTIONS) {
      if (!scores.seen(claim, content)) {
        findings.note(Kind.DOUBLED, claim + " is there once more, or nothing was scored");
      }
      return;
    }
    Content must = expected.remove(claim);
    if (must == null) {
      findings.note(Kind.DOUBLED, claim + " is there once more, or never should be");
    } else {
      compare(claim, must, content);
    }
  }

  private void compare(Claim claim, Content must, Content seen) {
    if (!must.same(seen)) {
      findings.altered(claim, must, seen);
    }
  }

  /** Scores what has come in; to be called now and then. */
  public void score(long nowNanos) {
    scores.compare(nowNanos);
  }

  /** Inputs taken in so far. */
  public long inputs() {
    return inputs;
  }

  /** Inputs whose outcome has been seen. */
  public long settled() {
    return inputs - waiting.size();
  }

  /** Whether everything that must come has come. */
  public boolean isComplete() {
    return waiting.size() == 0 && expected.isEmpty() && early.isEmpty() && scores.isComplete();
  }

  /** How many things are held: inputs, outputs of either view, customers. */
  public String held() {
    return "%,d inputs, %,d outputs, %,d of both views, %,d customers"
        .formatted(
            waiting.size(),
            expected.size() + early.size() + scores.held(),
            views.held(),
            entities.size());
  }

  /** After the last record: what has not come is lost. */
  public Verdict finish() {
    scores.finish();
    for (Intake intake : waiting.all()) {
      if (!isKnownLate(intake)) { // else it waits behind one that is lost
        findings.note(Kind.LOST, intake.source() + " has no outcome: lost");
      }
    }
    expected.keySet().forEach(claim -> findings.note(Kind.LOST, claim + " is not there: lost"));
    early.forEach(
        (claim, content) -> {
          if (waiting.at(claim.source()) == null) {
            findings.note(Kind.DOUBLED, claim + " never should be there");
          }
        });
    views.finish();
    return verdict();
  }

  /** What is known so far. */
  public Verdict verdict() {
    return new Verdict(
        inputs,
        compared,
        scores.compared(),
        findings.count(Kind.LOST),
        findings.count(Kind.DOUBLED),
        findings.count(Kind.ALTERED),
        findings.count(Kind.OVERTAKEN),
        findings.count(Kind.UNREADABLE),
        scores.stoodIn(),
        views.takenBack(),
        findings.count(Kind.VIEWS_DIFFER),
        findings.words());
  }

  @Override
  public void close() {
    scores.close();
  }
}
