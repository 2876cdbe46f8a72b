package io.atomstreams.pipelines.chaos.oracle;

import io.atomstreams.operators.anomaly.OrderValueAlert;
import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityPacker;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.PackedEntity;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.RejectionReason;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every customer there is, and what an event makes of one: packed as the job packs them, a few
 * hundred bytes each. One thread.
 */
final class Entities {

  private static final float[] NO_VECTOR = {};

  private final ScoringConfig config;
  private final EntityStage stage;
  private final EntityPacker packer;
  private final Map<String, PackedEntity> packed = new HashMap<>();

  /**
   * No customers yet.
   *
   * @throws IllegalArgumentException if outputs follow from more than a customer's own events
   */
  Entities(ScoringConfig config) {
    if (!config.features().kinds().equals(Set.of(EntityKind.CUSTOMER))) {
      throw new IllegalArgumentException(
          "features of %s: where customers meet, the order in which they do is the run's own, and no record on a topic says it; leave those of other entities than customers out"
              .formatted(config.features().kinds()));
    }
    if (!config.contract().history().isEmpty()) {
      throw new IllegalArgumentException(
          "contract: rules about a customer's earlier events are not followed; leave them out");
    }
    this.config = config;
    this.stage =
        new EntityStage(
            config.entity(), config.features(), new RobustOutlier(config.orderValueAlert()));
    this.packer = new EntityPacker(stage.layout());
  }

  /** How many there are. */
  int size() {
    return packed.size();
  }

  /** What an input becomes that is refused or belongs to nobody. */
  Output alone(Intake intake) {
    return intake.isRefused()
        ? intake.deadLetter()
        : record(intake, Outcome.UPDATED, List.of(), intake.ts(), NO_VECTOR);
  }

  /** Takes an event in, as the next of its customer, and hands on what becomes of it. */
  void apply(Intake intake, Consumer<Output> out) {
    String route = intake.route();
    PackedEntity before = packed.get(route);
    EntityStage.Result result =
        stage.apply(before == null ? null : packer.open(before), intake.event());
    EntityState state = result.state();
    List<Touch> touched = List.of(new Touch(route, state.sequence()));
    switch (result.verdict()) {
      case LATE -> out.accept(late(intake, result.behind()));
      case DUPLICATE ->
          out.accept(record(intake, Outcome.DUPLICATE, touched, state.clock(), NO_VECTOR));
      case ACCEPTED -> {
        accepted(intake, result, touched, out);
        packed.put(route, packer.pack(state, before));
      }
    }
  }

  private static Output late(Intake intake, long behind) {
    return intake.deadLetter(
        RejectionReason.LATE.code(),
        "ts is %d ms behind the latest event of %s".formatted(behind, intake.route()));
  }

  private void accepted(
      Intake intake, EntityStage.Result result, List<Touch> touched, Consumer<Output> out) {
    EntityState state = result.state();
    boolean scored = config.scoredTypes().contains(intake.event().type());
    out.accept(
        record(
            intake,
            scored ? Outcome.SCORED : Outcome.UPDATED,
            touched,
            state.clock(),
            scored ? stage.vector(state) : NO_VECTOR));
    if (result.finding() != null) {
      out.accept(
          OrderValueAlert.of(
              (SalesEvent) intake.event(),
              result.finding(),
              intake.route(),
              state.sequence(),
              intake.source(),
              intake.readAtMicros()));
    }
  }

  private FeatureRecord record(
      Intake intake, Outcome outcome, List<Touch> touched, long asOf, float[] vector) {
    Event event = intake.event();
    return new FeatureRecord(
        event.tenant(),
        event.eventId(),
        event.type().wireName(),
        event.ts(),
        outcome,
        touched,
        asOf,
        outcome == Outcome.SCORED ? config.features().hash() : "",
        vector,
        intake.source(),
        event.repaired(),
        intake.readAtMicros());
  }
}
