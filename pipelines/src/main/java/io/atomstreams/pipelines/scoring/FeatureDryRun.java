package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.contract.CustomerHistories;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.feature.EntityMemory;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;

/**
 * Tries a feature list on real events and writes nothing. Both lists, the one in use and the one
 * proposed, see the same events through the job's own code, each from empty state: so what differs,
 * differs by the declaration. A window longer than what the events span is not full in either.
 */
public final class FeatureDryRun {

  /** What would become of a feature. */
  public enum Change {
    NEW,
    /** In both lists, with another value on some vector. */
    CHANGED,
    /** In both lists, with the same values here. */
    SAME,
    /** Only in the list in use. */
    GONE
  }

  /**
   * One feature over all vectors.
   *
   * @param differs on how many vectors the lists give different values
   * @param missing on how many vectors the proposed list (for a gone feature the one in use) gives
   *     no value
   * @param values what it gives on the others
   */
  public record Finding(
      String name, Change change, long differs, long missing, DoubleSummaryStatistics values) {}

  /**
   * The answer.
   *
   * @param events accepted ones
   * @param refused records that are no event, are repeated or too late
   * @param vectors events that the proposed settings score
   * @param findings in the order of the proposed list, gone features last
   */
  public record Report(
      long events, long refused, long entities, long vectors, List<Finding> findings) {}

  /** A list, with the states of all entities under it. */
  private static final class Side {
    private final FeatureList list;
    private final EntityStages stages;
    private final Map<String, EntityState> customers = new HashMap<>();
    private final EntityMemory others;

    Side(ScoringConfig config, Set<EventType> scored) {
      list = config.features();
      stages =
          new EntityStages(
              config.entity(), list, new RobustOutlier(config.orderValueAlert()), scored);
      others = new EntityMemory(stages);
    }

    /** The event's vector, empty if it is accepted and not scored, {@code null} if refused. */
    float[] take(Intake intake) {
      Event event = intake.event();
      String home = intake.route();
      boolean scored = intake.hasEntity() && stages.scores(event.type());
      if (intake.hasEntity()) {
        EntityStage.Result result = stages.customer().apply(customers.get(home), event);
        customers.put(home, result.state());
        if (result.verdict() != EntityStage.Verdict.ACCEPTED) {
          return null;
        }
      }
      List<EntityVisit.Answer> answers = new ArrayList<>();
      for (EntityVisit visit : stages.visits(event, home, intake.source(), 1, scored)) {
        answers.add(others.answer(visit));
      }
      return scored ? vector(customers.get(home), answers) : new float[0];
    }

    int entities() {
      return customers.size() + others.size();
    }

    private float[] vector(EntityState customer, List<EntityVisit.Answer> answers) {
      float[] vector = stages.vector(customer);
      if (!stages.areOfCustomersOnly()) {
        stages.assembly().complete(vector, answers);
      }
      return vector;
    }
  }

  private final Optional<CustomerHistories> histories;
  private final Side inUse;
  private final Side proposed;

  /** By feature of the proposed list: its place in the list in use, or -1. */
  private final int[] before;

  private final List<String> gone;
  private final long[] differs;
  private final Map<String, DoubleSummaryStatistics> values = new HashMap<>();
  private long events;
  private long refused;
  private long vectors;

  FeatureDryRun(ScoringConfig inUse, ScoringConfig proposed) {
    this.inUse = new Side(inUse, proposed.scoredTypes());
    this.histories =
        inUse.contract().remembering(this.inUse.stages.customer()).map(CustomerHistories::new);
    this.proposed = new Side(proposed, proposed.scoredTypes());
    List<String> now = inUse.features().names();
    List<String> then = proposed.features().names();
    before = then.stream().mapToInt(now::indexOf).toArray();
    differs = new long[then.size()];
    gone = now.stream().filter(name -> !then.contains(name)).toList();
    then.forEach(name -> values.put(name, new DoubleSummaryStatistics()));
    gone.forEach(name -> values.put(name, new DoubleSummaryStatistics()));
  }

  /**
   * Reads the last records of the event topics, in the order the broker took them.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   * @param last how many records of all topics together; they and the states of their entities are
   *     held in memory
   */
  public static Report over(
      ScoringConfig inUse, ScoringConfig proposed, Map<String, String> client, int last) {
    FeatureDryRun run = new FeatureDryRun(inUse, proposed);
    KafkaEventDeserializer deserializer = KafkaEndpoints.reader(inUse);
    try (TopicReader reader =
        new TopicReader(client, KafkaEndpoints.topics(inUse), IsolationLevel.READ_COMMITTED)) {
      reader.last(last, any -> true).forEach(record -> run.accept(deserializer.read(record)));
    }
    return run.report();
  }

  void accept(Intake read) {
    Intake intake = histories.map(all -> all.judged(read)).orElse(read);
    if (intake.isRefused()) {
      refused++;
      return;
    }
    float[] now = inUse.take(intake);
    float[] then = proposed.take(intake);
    if (then == null) {
      refused++;
      return;
    }
    events++;
    if (now != null && then.length > 0) {
      compare(now, then);
    }
  }

  private void compare(float[] now, float[] then) {
    vectors++;
    for (int i = 0; i < then.length; i++) {
      count(proposed.list.names().get(i), then[i]);
      if (before[i] >= 0 && Float.compare(now[before[i]], then[i]) != 0) {
        differs[i]++;
      }
    }
    for (String name : gone) {
      count(name, now[inUse.list.names().indexOf(name)]);
    }
  }

  private void count(String name, float value) {
    if (!Float.isNaN(value)) {
      values.get(name).accept(value);
    }
  }

  Report report() {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < differs.length; i++) {
      Change change = before[i] < 0 ? Change.NEW : differs[i] > 0 ? Change.CHANGED : Change.SAME;
      findings.add(finding(proposed.list.names().get(i), change, differs[i]));
    }
    gone.forEach(name -> findings.add(finding(name, Change.GONE, 0)));
    return new Report(events, refused, proposed.entities(), vectors, findings);
  }

  private Finding finding(String name, Change change, long differing) {
    DoubleSummaryStatistics seen = values.get(name);
    return new Finding(name, change, differing, vectors - seen.getCount(), seen);
  }
}
