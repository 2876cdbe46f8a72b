package io.atomstreams.operators.flink;

import io.atomstreams.operators.anomaly.OrderValueAlert;
import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Acknowledgement;
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
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.PackedEntity;
import io.atomstreams.operators.feature.Standing;
import io.atomstreams.operators.flink.FeatureMetrics.Fate;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.RejectionReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Hosts the customers: one state access an event, one log record an event, the vector with it where
 * the event is scored. Records that were refused or belong to no customer pass through here too, so
 * that one chain carries every outcome to the sink.
 *
 * <p>Where features are kept of other entities too, an accepted event's visits to them leave by
 * {@link #VISITS} and {@link #COMPONENT_VISITS}, and its record names them without a sequence:
 * {@link AssemblyOperator} completes it.
 */
public final class FeatureOperator extends EntityOperator<Intake, Output> {

  /** Accepted events on their way to the entities beside the customer. */
  public static final OutputTag<EntityVisit> VISITS =
      new OutputTag<>("visits", CodecTypeInformation.visit());

  /** Such events on their way to the graphs of connected customers. */
  public static final OutputTag<EntityVisit> COMPONENT_VISITS =
      new OutputTag<>("component-visits", CodecTypeInformation.visit());

  private static final long serialVersionUID = 1;
  private static final float[] NO_VECTOR = {};

  // Runtime.
  private transient EntityStore customers;
  private transient FeatureMetrics counts;
  private transient TimestampedCollector<Output> out;

  /**
   * The feature stage of a job.
   *
   * @param additions what joined the declared features
   * @param bufferBytes as for {@link EntityOperator}
   */
  public FeatureOperator(EntityStages declared, FeatureAddition.Log additions, long bufferBytes) {
    super(declared, Set.of(EntityKind.CUSTOMER), additions, bufferBytes);
  }

  /** Name of the operator state that holds the layout of a kind's entities: one text. */
  public static String layoutState(EntityKind kind) {
    return name(LAYOUTS, kind);
  }

  /** The kind whose layout an operator state of this name holds; none if it holds none. */
  public static Optional<EntityKind> kindOfLayout(String state) {
    if (state.equals(LAYOUTS)) {
      return Optional.of(EntityKind.CUSTOMER);
    }
    return state.startsWith(LAYOUTS + "-")
        ? Optional.of(EntityKind.ofName(state.substring(LAYOUTS.length() + 1)))
        : Optional.empty();
  }

  @Override
  public void open() throws Exception {
    super.open();
    out = new TimestampedCollector<>(output);
    customers = store(EntityKind.CUSTOMER);
    counts =
        new FeatureMetrics(getMetricGroup(), () -> expressionFailures() + stages().keyFailures());
  }

  @Override
  public void processElement1(StreamRecord<Intake> element) throws Exception {
    Intake intake = element.getValue();
    out.setTimestamp(element);
    if (intake.isRefused()) {
      counts.deadLetter(intake.reason());
      out.collect(intake.deadLetter());
    } else if (!intake.hasEntity()) {
      Standing standing = standing(intake.route());
      List<EntityVisit> visits = visits(intake, 0, false, standing);
      log(intake, Outcome.UPDATED, touched(visits), intake.ts(), NO_VECTOR, standing);
      send(visits);
    } else {
      apply(intake);
    }
  }

  private void apply(Intake intake) throws IOException {
    String key = intake.route();
    PackedEntity found = customers.find(key);
    Standing standing = standing(key);
    int columns = stages().columns(EntityKind.CUSTOMER, standing.generation());
    EntityStage.Result result =
        customers.stage().apply(customers.open(found), intake.event(), columns);
    EntityState state = result.state();
    switch (result.verdict()) {
      case LATE -> late(intake, result.behind());
      case DUPLICATE ->
          log(
              intake,
              Outcome.DUPLICATE,
              List.of(touch(intake, state)),
              state.clock(),
              NO_VECTOR,
              standing);
      case ACCEPTED -> {
        accepted(intake, result, standing);
        customers.keep(key, state, found);
      }
    }
  }

  private void accepted(Intake intake, EntityStage.Result result, Standing standing) {
    EntityState state = result.state();
    boolean scored = stages().scores(intake.event().type());
    List<EntityVisit> visits = visits(intake, 1, scored, standing);
    log(
        intake,
        scored ? Outcome.SCORED : Outcome.UPDATED,
        touched(touch(intake, state), visits),
        state.clock(),
        scored ? stages().vector(state, standing) : NO_VECTOR,
        standing);
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

  private List<EntityVisit> visits(Intake intake, int first, boolean read, Standing standing) {
    return stages()
        .visits(
            intake.event(), intake.route(), intake.source(), first, read, standing.generation());
  }

  private void send(List<EntityVisit> visits) {
    for (EntityVisit visit : visits) {
      boolean isOfGraph = stages().components().containsKey(visit.kind());
      output.collect(
          isOfGraph ? COMPONENT_VISITS : VISITS, new StreamRecord<>(visit, visit.event().ts()));
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

  @Override
  void acknowledge(Acknowledgement done) {
    output.collect(new StreamRecord<>(done));
  }

  private void log(
      Intake intake,
      Outcome outcome,
      List<Touch> touched,
      long asOf,
      float[] vector,
      Standing standing) {
    Event event = intake.event();
    boolean scored = outcome == Outcome.SCORED;
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
            scored ? stages().lists().at(standing.generation()).hash() : "",
            vector,
            standing.generation(),
            scored ? stages().ready(standing) : 0,
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
