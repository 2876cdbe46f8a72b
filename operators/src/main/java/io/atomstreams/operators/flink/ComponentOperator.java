package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.ComponentCodec;
import io.atomstreams.operators.feature.ComponentStage;
import io.atomstreams.operators.feature.ComponentState;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.feature.EntityVisit.Answer;
import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.flink.state.CodecSerializer;
import io.atomstreams.operators.metrics.AtomMetric;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
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
 * Hosts the graphs of connected customers, one a tenant and feature: each accepted event that
 * connects is joined, and the answer goes back to the event's record.
 *
 * <p>A graph is too large to be read and written with every event. It stays open here from its
 * first event on; those that changed are written, as copies, when a checkpoint begins, during which
 * the subtask stands still. What is not yet written is lost with the process, and the events come
 * again. A tenant is one key: one subtask takes all its events.
 */
public final class ComponentOperator extends AbstractStreamOperator<Answer>
    implements OneInputStreamOperator<EntityVisit, Answer>, Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1;
  private static final String DESCRIPTIONS = "component-descriptions";

  // Configuration.
  private final TreeMap<EntityKind, ComponentStage> stages;

  // Runtime.
  private transient Map<String, ComponentState> open;
  private transient Set<String> changed;
  private transient ValueState<ComponentState> written;
  private transient ListState<String> descriptions;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient TimestampedCollector<Answer> out;

  public ComponentOperator(Map<EntityKind, ComponentStage> stages) {
    this.stages = new TreeMap<>(stages);
  }

  /** Name of the operator state that says what the graphs were made by, a line a feature. */
  public static String descriptionsState() {
    return DESCRIPTIONS;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    descriptions =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>(DESCRIPTIONS, Types.STRING));
  }

  @Override
  public void open() throws Exception {
    super.open();
    open = new HashMap<>();
    changed = new HashSet<>();
    written =
        getPartitionedState(
            new ValueStateDescriptor<>("components", new CodecSerializer<>(new ComponentCodec())));
    timers = getInternalTimerService("expiry", VoidNamespaceSerializer.INSTANCE, this);
    out = new TimestampedCollector<>(output);
    new AtomMetrics(getMetricGroup())
        .count(AtomMetric.EXPRESSION_FAILURES, this::expressionFailures);
  }

  private long expressionFailures() {
    return stages.values().stream().mapToLong(ComponentStage::failures).sum();
  }

  @Override
  public void processElement(StreamRecord<EntityVisit> element) throws Exception {
    EntityVisit visit = element.getValue();
    ComponentStage stage = stages.get(visit.kind());
    String key = visit.key();
    ComponentState state = stage.applyAccepted(find(key), visit.event());
    open.put(key, state);
    changed.add(key);
    if (state.sequence() == 1) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, stage.expiry(state) + 1);
    }
    out.setTimestamp(element);
    out.collect(stage.answer(visit, state));
  }

  /** A copy of what is written: a running checkpoint may still read that. */
  private ComponentState find(String key) throws IOException {
    ComponentState found = open.get(key);
    if (found != null) {
      return found;
    }
    ComponentState read = written.value();
    return read == null ? null : new ComponentCodec().copy(read);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    for (String key : changed) {
      setCurrentKey(key);
      written.update(new ComponentCodec().copy(open.get(key)));
    }
    changed.clear();
    boolean first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    descriptions.update(first ? described() : List.of());
    super.snapshotState(context);
  }

  private List<String> described() {
    return stages.entrySet().stream()
        .map(stage -> stage.getKey().yamlName() + " " + stage.getValue().describe())
        .toList();
  }

  /** Removes the graph, or asks to be called again if it has lived on. */
  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    String key = timer.getKey();
    Optional<ComponentStage> stage = Optional.ofNullable(stages.get(EntityKind.ofKey(key)));
    ComponentState state = find(key);
    if (state == null) {
      return;
    }
    long expiry = stage.map(s -> s.expiry(state)).orElse(Long.MIN_VALUE);
    if (expiry < timer.getTimestamp()) {
      open.remove(key);
      changed.remove(key);
      written.clear();
    } else {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, expiry + 1);
    }
  }

  /** Never asked for. */
  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {}
}
