package io.atomstreams.operators.flink;

import io.atomstreams.operators.anomaly.OrderValueAlert;
import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.PackedEntity;
import io.atomstreams.operators.flink.FeatureMetrics.Fate;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.RejectionReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Hosts the customers: one state access an event, one log record an event, the vector with it where
 * the event is scored. Records that were refused or belong to no customer pass through here too, so
 * that one chain carries every outcome to the sink.
 *
 * <p>Where features are kept of other entities too, an accepted event's visits to them leave by
 * {@link #VISITS}, and its record names them without a sequence: {@link AssemblyOperator} completes
 * it.
 */
public final class FeatureOperator extends EntityOperator<Output>
    implements OneInputStreamOperator<Intake, Output> {

  /** Accepted events on their way to the entities beside the customer. */
  public static final OutputTag<EntityVisit> VISITS =
      new OutputTag<>("visits", CodecTypeInformation.visit());

  private static final long serialVersionUID = 1;
  private static final float[] NO_VECTOR = {};

  // Configuration.
  private final EntityStages stages;
  private final String listHash;

  // Runtime.
  private transient EntityStore customers;
  private transient FeatureMetrics counts;
  private transient TimestampedCollector<Output> out;

  /**
   * The feature stage of a job.
   *
   * @param bufferBytes as for {@link EntityOperator}
   */
  public FeatureOperator(EntityStages stages, FeatureList features, long bufferBytes) {
    super(Map.of(EntityKind.CUSTOMER, stages.customer()), bufferBytes);
    this.stages = stages;
    this.listHash = features.hash();
  }

  /** Name of the operator state that holds the layout of a kind's entities: one text. */
  public static String layoutState(EntityKind kind) {
    return name(LAYOUTS, kind);
  }

  @Override
  public void open() throws Exception {
    super.open();
    out = new TimestampedCollector<>(output);
    customers = store(EntityKind.CUSTOMER);
    counts = new FeatureMetrics(getMetricGroup(), this::expressionFailures);
  }

  @Override
  public void processElement(StreamRecord<Intake> element) throws Exception {
    Intake intake = element.getValue();
    out.setTimestamp(element);
    if (intake.isRefused()) {
      counts.deadLetter(intake.reason());
      out.collect(intake.deadLetter());
    } else if (!intake.hasEntity()) {
      List<EntityVisit> visits = visits(intake, 0, false);
      log(intake, Outcome.UPDATED, touched(visits), intake.ts(), NO_VECTOR);
      send(visits);
    } else {
      apply(intake);
    }
  }

  private void apply(Intake intake) throws IOException {
    String key = intake.route();
    PackedEntity found = customers.find(key);
    EntityStage.Result result = stages.customer().apply(customers.open(found), intake.event());
    EntityState state = result.state();
    switch (result.verdict()) {
      case LATE -> late(intake, result.behind());
      case DUPLICATE ->
          log(intake, Outcome.DUPLICATE, List.of(touch(intake, state)), state.clock(), NO_VECTOR);
      case ACCEPTED -> {
        accepted(intake, result);
        customers.keep(key, state, found);
      }
    }
  }

  private void accepted(Intake intake, EntityStage.Result result) {
    EntityState state = result.state();
    boolean scored = stages.scores(intake.event().type());
    List<EntityVisit> visits = visits(intake, 1, scored);
    log(
        intake,
        scored ? Outcome.SCORED : Outcome.UPDATED,
        touched(touch(intake, state), visits),
        state.clock(),
        scored ? stages.vector(state) : NO_VECTOR);
    send(visits);
    RobustOutlier.Finding finding = result.finding();
    if (finding != null) {
      out.collect(
          OrderValueAlert.of(
              (SalesEvent) intake.event(),
              finding,
              intake.route(),
              state.sequence(),
              intake.source(),
              intake.readAtMicros()));
    }
  }

  private void late(Intake intake, long behind) {
    counts.event(intake.event().type(), Fate.LATE);
    counts.deadLetter(RejectionReason.LATE.code());
    out.collect(
        intake.deadLetter(
            RejectionReason.LATE.code(),
            "ts is %d ms behind the latest event of %s".formatted(behind, intake.route())));
  }

  private List<EntityVisit> visits(Intake intake, int first, boolean read) {
    return stages.visits(intake.event(), intake.route(), intake.source(), first, read);
  }

  private void send(List<EntityVisit> visits) {
    for (EntityVisit visit : visits) {
      output.collect(VISITS, new StreamRecord<>(visit, visit.event().ts()));
    }
  }

  private static Touch touch(Intake intake, EntityState state) {
    return new Touch(intake.route(), state.sequence());
  }

  private static List<Touch> touched(Touch customer, List<EntityVisit> visits) {
    if (visits.isEmpty()) {
      return List.of(customer);
    }
    List<Touch> touched = new ArrayList<>(visits.size() + 1);
    touched.add(customer);
    touched.addAll(touched(visits));
    return touched;
  }

  private static List<Touch> touched(List<EntityVisit> visits) {
    return visits.stream().map(visit -> new Touch(visit.key(), Touch.UNANSWERED)).toList();
  }

  private void log(Intake intake, Outcome outcome, List<Touch> touched, long asOf, float[] vector) {
    Event event = intake.event();
    counts.event(event.type(), fate(outcome));
    out.collect(
        new FeatureRecord(
            event.tenant(),
            event.eventId(),
            event.type().wireName(),
            event.ts(),
            outcome,
            touched,
            asOf,
            outcome == Outcome.SCORED ? listHash : "",
            vector,
            intake.source(),
            event.repaired(),
            intake.readAtMicros()));
  }

  private static Fate fate(Outcome outcome) {
    return switch (outcome) {
      case SCORED -> Fate.SCORED;
      case UPDATED -> Fate.UPDATED;
      case DUPLICATE -> Fate.DUPLICATE;
    };
  }
}
