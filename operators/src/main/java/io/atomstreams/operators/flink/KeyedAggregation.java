package io.atomstreams.operators.flink;

import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.flink.state.CodecSerializer;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.metrics.AtomMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hosts a {@link Fold} under each key. Inputs wait in keyed state until the watermark has passed
 * them and are then handed over in the order of their time and {@link Fold#ties}, so that what
 * comes out depends neither on how partitions interleave, nor on the parallelism, nor on where a
 * failure cut the run. An input behind the watermark is handed over at once, and counted.
 *
 * <p>What waits takes the memory of the inputs between the watermark and the newest: the sources'
 * disorder, bounded by their {@code maxDrift}. A time stamp with an input costs a timer and an
 * entry of the map.
 *
 * <p>Outputs carry the time of the input, or the instant that was due, and leave before the
 * watermark that lets them.
 */
public final class KeyedAggregation<I, O, S> extends AbstractStreamOperator<O>
    implements OneInputStreamOperator<I, O>, Triggerable<String, Integer> {

  private static final long serialVersionUID = 1;

  private static final String STATE = "state";
  private static final String WAITING = "waiting";

  /** States held as objects: a fold with large states has few keys. */
  private static final int MOST_HELD = 256;

  private static final int TICK = 0;
  private static final int EXPIRY = 1;

  // Configuration.
  private final Fold<S, I, O> fold;
  private final TypeInformation<I> inputs;

  // Runtime.
  private transient HeldStates<S> states;
  private transient MapState<Long, List<I>> waiting;
  private transient InternalTimerService<Integer> timers;
  private transient StreamRecord<O> reused;
  private transient Consumer<O> out;
  private transient long waitingInputs;
  private transient Figures<S> figures;
  private transient Counter folded;
  private transient Counter late;

  /**
   * Hosts one fold.
   *
   * @param inputs how inputs are kept while they wait
   */
  public KeyedAggregation(Fold<S, I, O> fold, TypeInformation<I> inputs) {
    this.fold = fold;
    this.inputs = inputs;
  }

  @Override
  public void open() throws Exception {
    super.open();
    states =
        new HeldStates<>(
            getPartitionedState(
                new ValueStateDescriptor<>(STATE, new CodecSerializer<>(fold.codec()))),
            this::setCurrentKey,
            fold.codec(),
            MOST_HELD);
    waiting =
        getPartitionedState(
            new MapStateDescriptor<>(
                WAITING,
                LongSerializer.INSTANCE,
                new ListSerializer<>(
                    inputs.createSerializer(getExecutionConfig().getSerializerConfig()))));
    timers = getInternalTimerService("times", IntSerializer.INSTANCE, this);
    reused = new StreamRecord<>(null);
    out = value -> output.collect(reused.replace(value));
    waitingInputs = restoredInputs();
    AtomMetrics metrics = new AtomMetrics(getMetricGroup());
    folded = metrics.counter(AtomMetric.FOLDED_INPUTS);
    late = metrics.counter(AtomMetric.LATE_INPUTS);
    metrics.gauge(AtomMetric.WAITING_INPUTS, () -> waitingInputs);
    figures = new Figures<>(fold.figures(), metrics);
    if (!figures.isEmpty()) {
      restoreFigures();
    }
  }

  /** A figure of the fold, summed over the keys of this subtask; 0 if it has none of this name. */
  long figure(String name) {
    return figures.of(name);
  }

  private void restoreFigures() throws Exception {
    try (Stream<String> keys =
        this.<String>getKeyedStateBackend().getKeys(STATE, VoidNamespace.INSTANCE)) {
      for (String key : keys.distinct().toList()) {
        setCurrentKey(key);
        figures.update(key, states.find(key));
      }
    }
  }

  private long restoredInputs() throws Exception {
    long count = 0;
    try (Stream<String> keys =
        this.<String>getKeyedStateBackend().getKeys(WAITING, VoidNamespace.INSTANCE)) {
      for (String key : keys.distinct().toList()) {
        setCurrentKey(key);
        for (List<I> list : waiting.values()) {
          count += list.size();
        }
      }
    }
    return count;
  }

  @Override
  public void processElement(StreamRecord<I> element) throws Exception {
    I input = element.getValue();
    long time = fold.time(input);
    if (time <= timers.currentWatermark()) {
      late.inc();
      S state = handOver(List.of(input), time);
      figures.update(key(), state);
      askFor(state);
      return;
    }
    List<I> others = waiting.get(time);
    if (others == null) {
      timers.registerEventTimeTimer(TICK, time);
      others = new ArrayList<>(1);
    }
    others.add(input);
    waiting.put(time, others);
    waitingInputs++;
  }

  private String key() {
    return (String) getCurrentKey();
  }

  private void askFor(S state) {
    long due = fold.due(state);
    if (due != Fold.NEVER) {
      timers.registerEventTimeTimer(TICK, due - 1);
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, Integer> timer) throws Exception {
    long now = timer.getTimestamp();
    S state = unexpired(states.find(key()), now);
    if (state != null) {
      tick(state, now);
    }
    List<I> ready = waiting.get(now);
    if (ready != null) {
      waiting.remove(now);
      waitingInputs -= ready.size();
      state = handOver(ready, now);
    }
    if (state != null) {
      tick(state, now + 1);
      figures.update(key(), state);
      askFor(state);
      if (timer.getNamespace() == EXPIRY) {
        removeAfter(fold.expiry(state));
      }
    }
  }

  private S unexpired(S state, long now) {
    if (state == null || fold.expiry(state) >= now) {
      return state;
    }
    states.remove(key());
    figures.remove(key());
    return null;
  }

  private void removeAfter(long expiry) {
    if (expiry != Fold.NEVER) {
      timers.registerEventTimeTimer(EXPIRY, expiry + 1);
    }
  }

  private S handOver(List<I> inputsOfOneTime, long time) throws Exception {
    S found = states.find(key());
    S state = found == null ? states.create(key()) : found;
    List<I> sorted = new ArrayList<>(inputsOfOneTime);
    sorted.sort(fold.ties());
    reused.setTimestamp(time);
    for (I input : sorted) {
      fold.add(state, input, out);
    }
    folded.inc(sorted.size());
    if (found == null) {
      removeAfter(fold.expiry(state));
    }
    return state;
  }

  /** All inputs before {@code until} are in: says what is due up to then. */
  private void tick(S state, long until) {
    for (long due = fold.due(state); due <= until; ) {
      reused.setTimestamp(due);
      fold.onTime(state, due, out);
      long next = fold.due(state);
      if (next <= due) {
        throw new IllegalStateException(
            "%s was due at %d and is due at %d afterwards; it must be later"
                .formatted(fold.getClass().getSimpleName(), due, next));
      }
      due = next;
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    states.flush();
  }

  /** Never asked for. */
  @Override
  public void onProcessingTime(InternalTimer<String, Integer> timer) {}
}
