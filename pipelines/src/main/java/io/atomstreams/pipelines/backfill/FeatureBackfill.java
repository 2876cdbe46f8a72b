package io.atomstreams.pipelines.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Acknowledgement.Step;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.scoring.AddedFeatures;
import io.atomstreams.pipelines.scoring.KafkaEndpoints;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.tracking.PositionSet;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Adds features to a running job and gives them the history they would have had.
 *
 * <pre>
 *   declared   ──BEGIN──►  in force   ──all groups say so──►  computed  ──HISTORY…, END──►  ready
 *   on specs               later events                       from what                     on every
 *                          count in them                      came before                   record
 * </pre>
 *
 * <p>There is no point in time, nor an offset, at which a feature begins: each group of keys begins
 * when it meets BEGIN, and every event's record on {@code features} says whether it was before or
 * after. Once all groups have answered, and everything written by then is committed, the records of
 * before are complete: they name exactly the events whose history is missing. So each event is
 * counted once, whatever was killed meanwhile.
 */
public final class FeatureBackfill {

  /** Nothing lies ahead of it: what the job has accepted is not to be refused here. */
  private static final EventClock END_OF_TIME =
      new EventClock(0, Instant.parse("9999-01-01T00:00:00Z").toEpochMilli(), 1);

  /**
   * What to add.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   * @param isPartialFine whether to go on where topics do not reach back a whole window
   * @param patience how long to wait for the job at each step
   */
  public record Options(
      ScoringConfig config, Map<String, String> client, boolean isPartialFine, Duration patience) {

    String prefix() {
      return config.kafka().topicPrefix();
    }
  }

  /**
   * What was done.
   *
   * @param features names of those that were added
   * @param events that were counted in the history
   * @param entities that were given one
   * @param since event time from which on the topics hold everything; empty if from the beginning
   */
  public record Report(
      int addition, List<String> features, long events, long entities, Optional<Instant> since) {}

  private final Options options;
  private final Clock clock;
  private final Consumer<String> news;
  private final AddedFeatures log;

  /**
   * For one installation.
   *
   * @param news is told what is going on
   */
  public FeatureBackfill(Options options, Clock clock, Consumer<String> news) {
    this.options = options;
    this.clock = clock;
    this.news = news;
    this.log = new AddedFeatures(options.client(), options.prefix(), options.config().features());
  }

  /**
   * Adds features.
   *
   * @param name of where the entries come from, for messages
   * @param entries one or several as they stand under {@code features.list}
   * @throws IllegalArgumentException if they do not go with those there are, or an earlier addition
   *     is not finished
   * @throws IllegalStateException if the job refuses them or does not answer
   */
  public Report add(String name, JsonNode entries) {
    requireRepeatableEvents();
    log.propose(1, 0, name, entries); // a mistake in it is told before anybody is asked
    try (ControlWriter writer = new ControlWriter(options.client(), options.prefix())) {
      List<FeatureAddition> additions = new ArrayList<>(log.read());
      requireFinished(additions);
      AddedFeatures.Proposal proposal =
          log.propose(additions.size() + 1, clock.millis(), name, entries);
      additions.add(proposal.addition());
      EntityStages stages = stages(additions);
      KeptHistory kept = requireHistory(stages);
      writer.declare(proposal.record());
      try {
        return finish(proposal.addition(), stages, kept, writer);
      } catch (Refused e) {
        writer.forget(proposal.record());
        throw e;
      }
    }
  }

  /**
   * Finishes the last addition if that was interrupted.
   *
   * @throws IllegalArgumentException if there is none, or it is finished
   */
  public Report resume() {
    try (ControlWriter writer = new ControlWriter(options.client(), options.prefix())) {
      List<FeatureAddition> additions = log.read();
      if (additions.isEmpty()) {
        throw new IllegalArgumentException("nothing was ever added to " + listId());
      }
      EntityStages stages = stages(additions);
      FeatureAddition last = additions.get(additions.size() - 1);
      requireUnfinished(last);
      return finish(last, stages, requireHistory(stages), writer);
    }
  }

  /** What a rule has repaired by a customer's past is on no topic. */
  private void requireRepeatableEvents() {
    if (!options.config().contract().history().isEmpty()) {
      throw new IllegalArgumentException(
          "some rules of the contract repair events by what their customer sent before, and what they made of them is on no topic to compute a history of; declare the features in scoring.yaml and start the job again");
    }
  }

  private String listId() {
    return options.config().features().id();
  }

  private EntityStages stages(List<FeatureAddition> additions) {
    ScoringConfig config = options.config();
    return new EntityStages(
            config.entity(),
            config.features(),
            new RobustOutlier(config.orderValueAlert()),
            config.scoredTypes())
        .with(additions);
  }

  private void requireFinished(List<FeatureAddition> additions) {
    if (additions.isEmpty()) {
      return;
    }
    FeatureAddition last = additions.get(additions.size() - 1);
    try (Acknowledgements said = new Acknowledgements(options.client(), options.prefix(), last)) {
      if (!said.areAll(Step.READY)) {
        throw new IllegalArgumentException(
            "addition %d to %s is not ready in all groups of keys (%s); finish it first with --resume"
                .formatted(last.number(), listId(), said.progress(Step.READY)));
      }
    }
  }

  private void requireUnfinished(FeatureAddition last) {
    try (Acknowledgements said = new Acknowledgements(options.client(), options.prefix(), last)) {
      if (said.areAll(Step.READY)) {
        throw new IllegalArgumentException(
            "there is nothing to finish: addition %d to %s is ready"
                .formatted(last.number(), listId()));
      }
    }
  }

  private KeptHistory requireHistory(EntityStages stages) {
    KeptHistory kept = KeptHistory.look(patient(options.config()), options.client());
    kept.since()
        .ifPresent(since -> news.accept("%s holds events since %s".formatted(kept.topic(), since)));
    for (FeatureSpec feature : addedLast(stages)) {
      if (feature instanceof FeatureSpec.Windowed windowed
          && windowed.addition() == stages.lists().last()
          && !kept.fills(windowed.window().plus(windowed.slack()))
          && !options.isPartialFine()) {
        throw new IllegalArgumentException(
            "feature %s looks %d h back from %s, and %s holds events since %s only; with --partial-history it is added all the same and full later"
                .formatted(
                    feature.name(),
                    windowed.window().toHours(),
                    kept.until(),
                    kept.topic(),
                    kept.since().orElseThrow()));
      }
    }
    return kept;
  }

  private static List<FeatureSpec> addedLast(EntityStages stages) {
    int last = stages.lists().last();
    List<FeatureSpec> features = stages.lists().latest().features();
    return features.subList(stages.lists().at(last - 1).size(), features.size());
  }

  private static ScoringConfig patient(ScoringConfig config) {
    return config.withClock(END_OF_TIME);
  }

  private Report finish(
      FeatureAddition addition, EntityStages stages, KeptHistory kept, ControlWriter writer) {
    EntityHistories histories = new EntityHistories(stages, addition.number());
    long events = 0;
    try (Acknowledgements said =
        new Acknowledgements(options.client(), options.prefix(), addition)) {
      if (!said.areAll(Step.IN_FORCE)) {
        writer.begin(addition);
        await(said, Step.IN_FORCE);
      }
      news.accept("addition " + addition.number() + " is in force; its features are not ready yet");
      if (!said.areAll(Step.READY)) {
        if (!histories.areNeedless()) {
          events = compute(histories, addition.number());
          news.accept(
              "%,d events before that come to %,d entities' histories"
                  .formatted(events, histories.size()));
        }
        writer.history(histories, addition);
        await(said, Step.READY);
      }
    }
    return new Report(
        addition.number(),
        addedLast(stages).stream().map(FeatureSpec::name).toList(),
        events,
        histories.size(),
        kept.since());
  }

  /** The job does not want the addition. */
  private static final class Refused extends IllegalStateException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  private void await(Acknowledgements said, Step step) {
    long until = clock.millis() + options.patience().toMillis();
    requireAccepted(said);
    while (!said.areAll(step)) {
      if (clock.millis() > until) {
        throw new IllegalStateException(
            "the job does not answer: after %d s %s groups of keys have; is it running, on topics with prefix '%s'? finish later with --resume"
                .formatted(options.patience().toSeconds(), said.progress(step), options.prefix()));
      }
      said.poll();
      requireAccepted(said);
    }
  }

  /** An addition that is in force in any group stays, whatever becomes of it. */
  private static void requireAccepted(Acknowledgements said) {
    if (said.refusal().isEmpty()) {
      return;
    }
    String why = "the job refuses the addition: " + said.refusal();
    throw said.isNone(Step.IN_FORCE) ? new Refused(why) : new IllegalStateException(why);
  }

  /** Counts what was accepted before the addition was in force; returns how many events. */
  private long compute(EntityHistories histories, int addition) {
    ScoringConfig config = patient(options.config());
    KafkaEventDeserializer deserializer = KafkaEndpoints.reader(config);
    try (TopicReader inputs =
        new TopicReader(
            options.client(),
            KafkaEndpoints.topics(config),
            KafkaClients.isolation(config.kafka()))) {
      Map<TopicPartition, Long> end = new HashMap<>(inputs.beginning());
      PositionSet accepted = accepted(end, addition);
      long[] counted = {0};
      inputs.readTo(
          end,
          record -> {
            SourcePosition at =
                new SourcePosition(record.topic(), record.partition(), record.offset());
            if (accepted.contains(at)) {
              histories.apply(required(deserializer.read(record)));
              counted[0]++;
            }
          });
      if (counted[0] != accepted.size()) {
        throw new IllegalStateException(
            "%d accepted events are to be counted, and the event topics gave %d of them"
                .formatted(accepted.size(), counted[0]));
      }
      return counted[0];
    }
  }

  /**
   * The inputs that were accepted under an earlier generation.
   *
   * @param end is set behind the last of them
   */
  private PositionSet accepted(Map<TopicPartition, Long> end, int addition) {
    Map<TopicPartition, Long> beginning = Map.copyOf(end);
    PositionSet accepted = new PositionSet(beginning);
    List<String> topic = List.of(Topic.FEATURES.in(options.prefix()));
    Map<TopicPartition, Long> written;
    try (TopicReader all =
        new TopicReader(options.client(), topic, IsolationLevel.READ_UNCOMMITTED)) {
      written = all.end();
    }
    try (TopicReader log =
        new TopicReader(options.client(), topic, IsolationLevel.READ_COMMITTED)) {
      log.readTo(
          written,
          record -> {
            FeatureRecord said = FeatureAvro.read(record.value(), 0);
            SourcePosition at = said.source();
            TopicPartition partition = new TopicPartition(at.topic(), at.partition());
            boolean isKept =
                beginning.containsKey(partition) && at.offset() >= beginning.get(partition);
            if (isKept && said.generation() >= addition) {
              accepted.remove(at); // of two records about one input the later one stands
            } else if (isKept && said.outcome() != FeatureRecord.Outcome.DUPLICATE) {
              accepted.add(at);
              end.merge(partition, at.offset() + 1, Math::max);
            }
          });
    }
    return accepted;
  }

  private static Intake required(Intake intake) {
    if (intake.isRefused()) {
      throw new IllegalStateException(
          "%s was accepted by the job and is refused here (%s: %s); use the job's own settings with --conf"
              .formatted(intake.source(), intake.reason(), intake.detail()));
    }
    return intake;
  }
}
