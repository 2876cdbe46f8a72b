package io.atomstreams.operators.flink;

import io.atomstreams.operators.anomaly.OrderValueAlert;
import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.feature.EntityPacker;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.PackedEntity;
import io.atomstreams.operators.feature.PackedEntityCodec;
import io.atomstreams.operators.flink.FeatureMetrics.Fate;
import io.atomstreams.operators.flink.state.CodecSerializer;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.RejectionReason;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Hosts {@link EntityStage}: one state access an event, one log record an event, the vector with it
 * where the event is scored. Records that were refused or belong to no entity pass through here
 * too, so that one chain carries every outcome to the sink.
 *
 * <p>State is removed by an event-time timer once it is worth nothing ({@link EntityStage#reach}).
 */
public final class FeatureFunction extends KeyedProcessFunction<String, Intake, Output>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1;
  private static final float[] NO_VECTOR = {};

  // Configuration.
  private final EntityStage stage;
  private final Set<EventType> scoredTypes;
  private final String listHash;
  private final PackedEntityCodec codec;

  // Runtime.
  private transient ValueState<PackedEntity> entities;
  private transient EntityPacker packer;
  private transient ListState<String> layouts;
  private transient FeatureMetrics metrics;
  private transient int subtask;

  /**
   * The feature stage of a job.
   *
   * @param scoredTypes the events that are scored
   */
  public FeatureFunction(EntityStage stage, FeatureList features, Set<EventType> scoredTypes) {
    this.stage = stage;
    this.scoredTypes = Set.copyOf(scoredTypes);
    this.listHash = features.hash();
    this.codec = new PackedEntityCodec(stage.layout());
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    layouts =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("layouts", Types.STRING));
  }

  /** Keeps the layout of the packed values where a tool can read it without reading a value. */
  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    layouts.update(subtask == 0 ? List.of(codec.layout()) : List.of());
  }

  @Override
  public void open(OpenContext context) {
    subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    packer = new EntityPacker(stage.layout());
    metrics = new FeatureMetrics(getRuntimeContext().getMetricGroup());
    entities =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("entities", new CodecSerializer<>(codec)));
  }

  @Override
  public void processElement(Intake intake, Context context, Collector<Output> out)
      throws Exception {
    if (intake.isRefused()) {
      metrics.deadLetter(intake.reason());
      out.collect(intake.deadLetter());
    } else if (!intake.hasEntity()) {
      log(intake, Outcome.UPDATED, List.of(), intake.ts(), NO_VECTOR, out);
    } else {
      apply(intake, context, out);
    }
  }

  private void apply(Intake intake, Context context, Collector<Output> out) throws Exception {
    PackedEntity entity = entities.value();
    EntityStage.Result result =
        stage.apply(entity == null ? null : packer.open(entity), intake.event());
    EntityState state = result.state();
    switch (result.verdict()) {
      case LATE -> late(intake, result.behind(), out);
      case DUPLICATE ->
          log(intake, Outcome.DUPLICATE, touched(intake, state), state.clock(), NO_VECTOR, out);
      case ACCEPTED -> {
        accepted(intake, result, out);
        entities.update(packer.pack(state, entity));
        if (state.sequence() == 1) {
          context.timerService().registerEventTimeTimer(stage.expiry(state) + 1);
        }
      }
    }
  }

  private void accepted(Intake intake, EntityStage.Result result, Collector<Output> out) {
    EntityState state = result.state();
    boolean scored = scoredTypes.contains(intake.event().type());
    log(
        intake,
        scored ? Outcome.SCORED : Outcome.UPDATED,
        touched(intake, state),
        state.clock(),
        scored ? stage.vector(state) : NO_VECTOR,
        out);
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

  private void late(Intake intake, long behind, Collector<Output> out) {
    metrics.event(intake.event().type(), Fate.LATE);
    metrics.deadLetter(RejectionReason.LATE.code());
    out.collect(
        intake.deadLetter(
            RejectionReason.LATE.code(),
            "ts is %d ms behind the latest event of %s".formatted(behind, intake.route())));
  }

  private static List<Touch> touched(Intake intake, EntityState state) {
    return List.of(new Touch(intake.route(), state.sequence()));
  }

  private void log(
      Intake intake,
      Outcome outcome,
      List<Touch> touched,
      long asOf,
      float[] vector,
      Collector<Output> out) {
    Event event = intake.event();
    metrics.event(event.type(), fate(outcome));
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
            intake.readAtMicros()));
  }

  private static Fate fate(Outcome outcome) {
    return switch (outcome) {
      case SCORED -> Fate.SCORED;
      case UPDATED -> Fate.UPDATED;
      case DUPLICATE -> Fate.DUPLICATE;
    };
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Output> out)
      throws Exception {
    PackedEntity entity = entities.value();
    if (entity == null) {
      return;
    }
    EntityState state = packer.open(entity);
    if (stage.expiry(state) < timestamp) {
      entities.clear();
    } else {
      context.timerService().registerEventTimeTimer(stage.expiry(state) + 1);
    }
  }
}
