package io.atomstreams.operators.flink;

import io.atomstreams.operators.event.Acknowledgement;
import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityLayouts;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.PackedEntity;
import io.atomstreams.operators.feature.PackedEntityCodec;
import io.atomstreams.operators.feature.Standing;
import io.atomstreams.operators.flink.state.CodecSerializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * What the operators that keep entities have in common: their state, a buffer in front of it, its
 * layout beside it, timers that remove it, and the way in which features join while the job runs.
 *
 * <p>In front of a state backend that keeps bytes the entities seen lately stay open in an {@link
 * EntityBuffer}: this is why these are operators and not functions, which could neither set the
 * current key nor write before a checkpoint.
 *
 * <p>The second input carries {@link BackfillRecord}s. Which features an event counts in depends on
 * when its group of keys has met BEGIN and on nothing else; that goes into the event's record, so
 * that history can be computed of exactly the events before it.
 */
abstract class EntityOperator<IN, OUT> extends AbstractStreamOperator<OUT>
    implements TwoInputStreamOperator<IN, BackfillRecord, OUT>, Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1;
  static final String LAYOUTS = "layouts";
  private static final String STANDINGS = "standings-";

  /** Entities of a kind that may wait to be written: what a checkpoint waits for, at most. */
  private static final int MOST_CHANGED = 4096;

  private static final String HEAP = "hashmap";

  // Configuration.
  private final EntityStages declared;
  private final TreeSet<EntityKind> kinds;
  private final FeatureAddition.Log additions;
  private final long bufferBytes;

  // Runtime.
  private transient EntityStages stages;
  private transient Map<EntityKind, EntityLayouts> known;
  private transient Map<EntityKind, EntityStore> stores;
  private transient Map<EntityKind, ListState<String>> layouts;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient Standings standings;
  private transient boolean isRestored;
  private transient Histories histories;

  /** The addition that was judged last, and why it was refused; empty if it was not. */
  private transient String judged;

  private transient String judgement;
  private transient BarrierMetrics barriers;

  /**
   * An operator that keeps entities.
   *
   * @param declared what was declared at the start
   * @param kinds those that are kept here
   * @param additions what joined it since
   * @param bufferBytes heap a subtask may use for each kind to keep the entities seen lately out of
   *     RocksDB, 0 or more; without meaning where state is on the heap anyway
   */
  EntityOperator(
      EntityStages declared,
      Set<EntityKind> kinds,
      FeatureAddition.Log additions,
      long bufferBytes) {
    if (bufferBytes < 0) {
      throw new IllegalArgumentException("bufferBytes is " + bufferBytes + ", must be 0 or more");
    }
    this.declared = declared;
    this.kinds = new TreeSet<>(kinds);
    this.additions = additions;
    this.bufferBytes = bufferBytes;
  }

  /** The customers' state has had its name since before there were others. */
  static String name(String what, EntityKind kind) {
    return kind.equals(EntityKind.CUSTOMER) ? what : what + "-" + kind.yamlName();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    isRestored = context.isRestored();
    layouts = new TreeMap<>();
    for (EntityKind kind : kinds) {
      ListStateDescriptor<String> descriptor =
          new ListStateDescriptor<>(name(LAYOUTS, kind), Types.STRING);
      layouts.put(kind, context.getOperatorStateStore().getUnionListState(descriptor));
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    barriers.arrived();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  /** Keeps the layout of the packed values where a tool can read it without reading a value. */
  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    barriers.flush(this::flush);
    boolean first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    for (Map.Entry<EntityKind, ListState<String>> layout : layouts.entrySet()) {
      String current = known.get(layout.getKey()).current().describe();
      layout.getValue().update(first ? List.of(current) : List.of());
    }
    super.snapshotState(context);
  }

  final void flush() throws IOException {
    for (EntityStore store : stores.values()) {
      store.flush();
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    barriers = new BarrierMetrics(getMetricGroup(), System::nanoTime);
    timers = getInternalTimerService("expiry", VoidNamespaceSerializer.INSTANCE, this);
    List<FeatureAddition> added = additions.read();
    stages = declared.with(added);
    histories = new Histories();
    known = new TreeMap<>();
    stores = new HashMap<>();
    for (EntityKind kind : kinds) {
      known.put(kind, layouts(kind, added));
      stores.put(kind, new EntityStore(stages.of(kind), entities(kind), this::removeAt));
    }
    standings =
        standings(isRestored ? Standing.DECLARED : new Standing(added.size(), added.size()));
    if (standings.highest() > added.size()) {
      throw new IllegalStateException(
          "%d additions to features %s are in force in the state, and the log has %d; is it of another installation, or was it cut?"
              .formatted(standings.highest(), stages.lists().at(0).id(), added.size()));
    }
  }

  /** Those of all generations: state may have been written under any of them. */
  private EntityLayouts layouts(EntityKind kind, List<FeatureAddition> added) {
    EntityLayouts all = new EntityLayouts(declared.of(kind).layout());
    for (int g = 1; g <= added.size(); g++) {
      all.add(declared.with(added.subList(0, g)).of(kind).layout());
    }
    return all;
  }

  private Standings standings(Standing fresh) throws Exception {
    ValueState<Long> state =
        getPartitionedState(
            new ValueStateDescriptor<>(STANDINGS + stages.lists().at(0).id(), Types.LONG));
    TaskInfo task = getRuntimeContext().getTaskInfo();
    int groups = task.getMaxNumberOfParallelSubtasks();
    KeyGroupRange mine =
        KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            groups, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask());
    return new Standings(state, this::setCurrentKey, groups, mine, fresh);
  }

  private Entities entities(EntityKind kind) throws Exception {
    CodecSerializer<PackedEntity> serializer =
        new CodecSerializer<>(new PackedEntityCodec(known.get(kind)));
    ValueStateDescriptor<PackedEntity> descriptor =
        new ValueStateDescriptor<>(name("entities", kind), serializer);
    Entities backend = new BackendEntities(getPartitionedState(descriptor), this::setCurrentKey);
    boolean buffers =
        bufferBytes > 0 && !HEAP.equals(getKeyedStateBackend().getBackendTypeIdentifier());
    return buffers ? new EntityBuffer(backend, bufferBytes, MOST_CHANGED) : backend;
  }

  private void removeAt(String key, long time) {
    setCurrentKey(key);
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time);
  }

  final EntityStore store(EntityKind kind) {
    return stores.get(kind);
  }

  final EntityStages stages() {
    return stages;
  }

  /** How far the group of a key has come. */
  final Standing standing(String key) {
    return standings.of(key);
  }

  /**
   * Makes sure that the features of a generation are known here.
   *
   * @throws IllegalArgumentException if they do not go with the declared ones
   */
  final void know(int generation) {
    if (generation <= stages.lists().last()) {
      return;
    }
    List<FeatureAddition> added = additions.read();
    if (added.size() < generation) {
      throw new IllegalStateException(
          "addition %d to the features is in force, and the log of additions ends with %d"
              .formatted(generation, added.size()));
    }
    EntityStages next = declared.with(added);
    for (EntityKind kind : kinds) {
      layouts(kind, added).forEach(known.get(kind)::add);
      stores.get(kind).evolve(next.of(kind));
    }
    stages = next;
  }

  /** Is told what was done for a group of keys, or why it was not. */
  void acknowledge(Acknowledgement done) {}

  @Override
  public final void processElement2(StreamRecord<BackfillRecord> element) throws Exception {
    BackfillRecord record = element.getValue();
    Standing standing = standings.of(record.key());
    switch (record.step()) {
      case BEGIN -> begin(record, standing);
      case HISTORY -> {
        if (isAwaited(record, standing)) {
          absorb(record);
        }
      }
      case END -> end(record, standing);
    }
  }

  private void begin(BackfillRecord record, Standing standing) throws IOException {
    String refusal = refusal(record, standing.generation());
    if (refusal.isEmpty() && record.number() > standing.generation()) {
      standings.move(record.key(), new Standing(record.number(), standing.ready()));
    }
    acknowledge(done(Acknowledgement.Step.IN_FORCE, record, refusal));
  }

  private String refusal(BackfillRecord record, int generation) {
    String list = stages.lists().at(0).id();
    if (!record.addition().startsWith(list + "|")) {
      return "%s is no addition to the features of this job, which are %s"
          .formatted(record.addition(), list);
    }
    if (record.number() > generation + 1) {
      return "addition %d is not in force".formatted(record.number() - 1);
    }
    if (!record.addition().equals(judged)) {
      judgement = judgement(record);
      judged = record.addition();
    }
    return judgement;
  }

  /** Once for all groups: the log of additions is far away. */
  private String judgement(BackfillRecord record) {
    try {
      know(record.number());
    } catch (IllegalArgumentException | IllegalStateException e) {
      return e.getMessage();
    }
    String known = stages.lists().id(record.number());
    return record.addition().equals(known)
        ? ""
        : "addition %d is %s here and %s there"
            .formatted(record.number(), known, record.addition());
  }

  /** Whether the addition is in force here and without its history. */
  private boolean isAwaited(BackfillRecord record, Standing standing) {
    return standing.ready() < record.number()
        && record.number() <= standing.generation()
        && record.addition().equals(stages.lists().id(record.number()));
  }

  private void end(BackfillRecord record, Standing standing) throws IOException {
    String refusal = histories.spoiled(record.addition(), standings.groupOf(record.key()));
    if (isAwaited(record, standing) && refusal.isEmpty()) {
      standings.move(record.key(), new Standing(standing.generation(), record.number()));
    }
    acknowledge(done(Acknowledgement.Step.READY, record, refusal));
  }

  private Acknowledgement done(Acknowledgement.Step step, BackfillRecord record, String refusal) {
    return new Acknowledgement(
        step,
        record.addition(),
        record.number(),
        standings.groupOf(record.key()),
        standings.groups(),
        refusal,
        record.source());
  }

  /** Damaged bytes are refused and do not stop the job: the addition is not finished then. */
  private void absorb(BackfillRecord record) throws IOException {
    EntityKind kind = EntityKind.ofKey(record.key());
    if (!kinds.contains(kind)) {
      return;
    }
    EntityState elsewhere;
    try {
      elsewhere = histories.open(record, kind, stages);
    } catch (IOException e) {
      String why =
          "the history of %s at %s: %s".formatted(record.key(), record.source(), e.getMessage());
      histories.spoil(record.addition(), standings.groupOf(record.key()), why);
      acknowledge(done(Acknowledgement.Step.READY, record, why));
      return;
    }
    stores.get(kind).absorb(record.key(), elsewhere);
  }

  /** The key is set where state is read; most records find theirs in the buffer. */
  @Override
  @SuppressWarnings("rawtypes") // so it is declared
  public final void setKeyContextElement1(StreamRecord record) {}

  @Override
  @SuppressWarnings("rawtypes") // so it is declared
  public final void setKeyContextElement2(StreamRecord record) {}

  /** Time is that of the events; what is added meanwhile has none. */
  @Override
  public final void processWatermark1(Watermark mark) throws Exception {
    processWatermark(mark);
  }

  @Override
  public final void processWatermark2(Watermark mark) {}

  /** How often an expression failed on an event here. */
  final long expressionFailures() {
    return stores.values().stream().mapToLong(store -> store.stage().failures()).sum();
  }

  /** A timer may be left from a kind that no feature reads any more. */
  @Override
  public final void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    EntityStore store = stores.get(EntityKind.ofKey(timer.getKey()));
    if (store != null) {
      store.expire(timer.getKey(), timer.getTimestamp());
    }
  }

  /** Never asked for. */
  @Override
  public final void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {}
}
