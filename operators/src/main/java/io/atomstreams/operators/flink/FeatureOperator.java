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
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hosts {@link EntityStage}: one state access an event, one log record an event, the vector with it
 * where the event is scored. Records that were refused or belong to no entity pass through here
 * too, so that one chain carries every outcome to the sink.
 *
 * <p>In front of a state backend that keeps bytes the entities seen lately stay open in an {@link
 * EntityBuffer}: this is why it is an operator and not a function, which could neither set the
 * current key nor write before a checkpoint.
 *
 * <p>State is removed by an event-time timer once it is worth nothing ({@link EntityStage#reach}).
 */
public final class FeatureOperator extends AbstractStreamOperator<Output>
    implements OneInputStreamOperator<Intake, Output>, Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1;
  private static final float[] NO_VECTOR = {};
  private static final String HEAP = "hashmap";

  // Configuration.
  private final EntityStage stage;
  private final Set<EventType> scoredTypes;
  private final String listHash;
  private final PackedEntityCodec codec;
  private final long bufferBytes;

  // Runtime.
  private transient Entities entities;
  private transient EntityPacker packer;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient ListState<String> layouts;
  private transient FeatureMetrics counts;
  private transient TimestampedCollector<Output> out;

  /**
   * The feature stage of a job.
   *
   * @param scoredTypes the events that are scored
   * @param bufferBytes heap a subtask may use to keep the entities seen lately out of RocksDB, 0 or
   *     more; without meaning where state is on the heap anyway
   */
  public FeatureOperator(
      EntityStage stage, FeatureList features, Set<EventType> scoredTypes, long bufferBytes) {
    if (bufferBytes < 0) {
      throw new IllegalArgumentException("bufferBytes is " + bufferBytes + ", must be 0 or more");
    }
    this.stage = stage;
    this.scoredTypes = Set.copyOf(scoredTypes);
    this.listHash = features.hash();
    this.codec = new PackedEntityCodec(stage.layout());
    this.bufferBytes = bufferBytes;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    layouts =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("layouts", Types.STRING));
  }

  /** Keeps the layout of the packed values where a tool can read it without reading a value. */
  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    flush();
    boolean first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    layouts.update(first ? List.of(codec.layout()) : List.of());
    super.snapshotState(context);
  }

  void flush() throws IOException {
    entities.flush();
  }

  @Override
  public void open() throws Exception {
    super.open();
    out = new TimestampedCollector<>(output);
    packer = new EntityPacker(stage.layout());
    counts = new FeatureMetrics(getMetricGroup(), stage::failures);
    timers = getInternalTimerService("expiry", VoidNamespaceSerializer.INSTANCE, this);
    Entities backend =
        new BackendEntities(
            getPartitionedState(
                new ValueStateDescriptor<>("entities", new CodecSerializer<>(codec))),
            this::setCurrentKey);
    boolean buffers =
        bufferBytes > 0 && !HEAP.equals(getKeyedStateBackend().getBackendTypeIdentifier());
    entities = buffers ? new EntityBuffer(backend, bufferBytes) : backend;
  }

  /** The key is set where state is read; most records find theirs in the buffer. */
  @Override
  @SuppressWarnings("rawtypes") // so it is declared
  public void setKeyContextElement1(StreamRecord record) {}

  @Override
  public void processElement(StreamRecord<Intake> element) throws Exception {
    Intake intake = element.getValue();
    out.setTimestamp(element);
    if (intake.isRefused()) {
      counts.deadLetter(intake.reason());
      out.collect(intake.deadLetter());
    } else if (!intake.hasEntity()) {
      log(intake, Outcome.UPDATED, List.of(), intake.ts(), NO_VECTOR);
    } else {
      apply(intake);
    }
  }

  private void apply(Intake intake) throws IOException {
    String key = intake.route();
    PackedEntity entity = entities.get(key);
    EntityStage.Result result =
        stage.apply(entity == null ? null : packer.open(entity), intake.event());
    EntityState state = result.state();
    switch (result.verdict()) {
      case LATE -> late(intake, result.behind());
      case DUPLICATE ->
          log(intake, Outcome.DUPLICATE, touched(intake, state), state.clock(), NO_VECTOR);
      case ACCEPTED -> {
        accepted(intake, result);
        entities.put(key, packer.pack(state, entity));
        if (state.sequence() == 1) {
          removeAfter(key, state);
        }
      }
    }
  }

  private void removeAfter(String key, EntityState state) {
    setCurrentKey(key);
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, stage.expiry(state) + 1);
  }

  private void accepted(Intake intake, EntityStage.Result result) {
    EntityState state = result.state();
    boolean scored = scoredTypes.contains(intake.event().type());
    log(
        intake,
        scored ? Outcome.SCORED : Outcome.UPDATED,
        touched(intake, state),
        state.clock(),
        scored ? stage.vector(state) : NO_VECTOR);
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

  private static List<Touch> touched(Intake intake, EntityState state) {
    return List.of(new Touch(intake.route(), state.sequence()));
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
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    String key = timer.getKey();
    PackedEntity entity = entities.get(key);
    if (entity == null) {
      return;
    }
    EntityState state = packer.open(entity);
    if (stage.expiry(state) < timer.getTimestamp()) {
      entities.remove(key);
    } else {
      removeAfter(key, state);
    }
  }

  /** Never asked for. */
  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {}
}
