package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.PackedEntity;
import io.atomstreams.operators.feature.PackedEntityCodec;
import io.atomstreams.operators.flink.state.CodecSerializer;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * What the operators that keep entities have in common: their state, a buffer in front of it, its
 * layout beside it, and timers that remove it.
 *
 * <p>In front of a state backend that keeps bytes the entities seen lately stay open in an {@link
 * EntityBuffer}: this is why these are operators and not functions, which could neither set the
 * current key nor write before a checkpoint.
 */
abstract class EntityOperator<T> extends AbstractStreamOperator<T>
    implements Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1;
  static final String LAYOUTS = "layouts";

  private static final String HEAP = "hashmap";

  // Configuration.
  private final EnumMap<EntityKind, EntityStage> stages;
  private final EnumMap<EntityKind, PackedEntityCodec> codecs = new EnumMap<>(EntityKind.class);
  private final long bufferBytes;

  // Runtime.
  private transient EnumMap<EntityKind, EntityStore> stores;
  private transient EnumMap<EntityKind, ListState<String>> layouts;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient BarrierMetrics barriers;

  /**
   * An operator that keeps entities.
   *
   * @param bufferBytes heap a subtask may use for each kind to keep the entities seen lately out of
   *     RocksDB, 0 or more; without meaning where state is on the heap anyway
   */
  EntityOperator(Map<EntityKind, EntityStage> stages, long bufferBytes) {
    if (bufferBytes < 0) {
      throw new IllegalArgumentException("bufferBytes is " + bufferBytes + ", must be 0 or more");
    }
    this.stages = new EnumMap<>(stages);
    this.bufferBytes = bufferBytes;
    stages.forEach((kind, stage) -> codecs.put(kind, new PackedEntityCodec(stage.layout())));
  }

  /** The customers' state has had its name since before there were others. */
  static String name(String what, EntityKind kind) {
    return kind == EntityKind.CUSTOMER ? what : what + "-" + kind.yamlName();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    layouts = new EnumMap<>(EntityKind.class);
    for (EntityKind kind : stages.keySet()) {
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
      layout.getValue().update(first ? List.of(codecs.get(layout.getKey()).layout()) : List.of());
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
    stores = new EnumMap<>(EntityKind.class);
    for (Map.Entry<EntityKind, EntityStage> stage : stages.entrySet()) {
      Entities entities = entities(stage.getKey());
      stores.put(stage.getKey(), new EntityStore(stage.getValue(), entities, this::removeAt));
    }
  }

  private Entities entities(EntityKind kind) throws Exception {
    ValueStateDescriptor<PackedEntity> descriptor =
        new ValueStateDescriptor<>(name("entities", kind), new CodecSerializer<>(codecs.get(kind)));
    Entities backend = new BackendEntities(getPartitionedState(descriptor), this::setCurrentKey);
    boolean buffers =
        bufferBytes > 0 && !HEAP.equals(getKeyedStateBackend().getBackendTypeIdentifier());
    return buffers ? new EntityBuffer(backend, bufferBytes) : backend;
  }

  private void removeAt(String key, long time) {
    setCurrentKey(key);
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time);
  }

  final EntityStore store(EntityKind kind) {
    return stores.get(kind);
  }

  /** How often an expression failed on an event here. */
  final long expressionFailures() {
    return stages.values().stream().mapToLong(EntityStage::failures).sum();
  }

  /** The key is set where state is read; most records find theirs in the buffer. */
  @Override
  @SuppressWarnings("rawtypes") // so it is declared
  public final void setKeyContextElement1(StreamRecord record) {}

  @Override
  public final void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    stores.get(EntityKind.ofKey(timer.getKey())).expire(timer.getKey(), timer.getTimestamp());
  }

  /** Never asked for. */
  @Override
  public final void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {}
}
