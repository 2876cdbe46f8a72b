package io.atomstreams.operators.flink;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.Aggregations;
import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.validation.Intake;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** A feature stage running in Flink's test harness, on one of the state backends. */
final class FeatureHarness implements AutoCloseable {

  /** Where state lives. */
  enum Backend {
    HEAP {
      @Override
      StateBackend make() {
        return new HashMapStateBackend();
      }
    },
    ROCKSDB {
      @Override
      StateBackend make() {
        return new EmbeddedRocksDBStateBackend(false);
      }
    };

    abstract StateBackend make();
  }

  static final FeatureList FEATURES =
      new FeatureList(
          "customer",
          List.of(
              windowed("orders_1h", "count", Set.of(EventType.ORDER_PLACED), Duration.ofHours(1)),
              windowed("spend_30d", "sum", Set.of(EventType.ORDER_PLACED), Duration.ofDays(30)),
              windowed("gap_90d", "gap_mean", Set.of(EventType.ORDER_PLACED), Duration.ofDays(90)),
              windowed(
                  "sessions_7d",
                  "sessions",
                  Set.of(EventType.PAGE_VIEW, EventType.CART_ADD),
                  Duration.ofDays(7)),
              new FeatureSpec.Ratio("spend_a_session", "spend_30d", "sessions_7d")));

  /** The same without {@code gap_90d}, which was the longest, and with {@code refunds_6d}. */
  static final FeatureList OTHER_FEATURES =
      new FeatureList(
          "customer",
          List.of(
              windowed("refunds_6d", "max", Set.of(EventType.REFUNDED), Duration.ofDays(6)),
              FEATURES.features().get(0),
              FEATURES.features().get(1),
              FEATURES.features().get(3)));

  static final Set<EventType> SCORED = Set.of(EventType.ORDER_PLACED);

  /** Room for a few entities of the tests' dozens: all the ways of a buffer are walked. */
  private static final long BUFFER_BYTES = 2000;

  /** Groups of keys. */
  static final int GROUPS = 128;

  private final FeatureOperator operator;
  private final KeyedTwoInputStreamOperatorTestHarness<String, Intake, BackfillRecord, Output>
      harness;

  private FeatureHarness(Backend backend, FeatureList features, FeatureAddition.Log additions)
      throws Exception {
    operator = new FeatureOperator(stages(features), additions, BUFFER_BYTES);
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            operator, Intake::route, BackfillRecord::key, Types.STRING, GROUPS, 1, 0);
    harness.setStateBackend(backend.make());
    harness.setup(CodecTypeInformation.output().createSerializer(new SerializerConfigImpl()));
  }

  static FeatureHarness started(Backend backend, FeatureList features) throws Exception {
    return started(backend, features, FeatureAddition.Log.NONE);
  }

  static FeatureHarness started(
      Backend backend, FeatureList features, FeatureAddition.Log additions) throws Exception {
    FeatureHarness fresh = new FeatureHarness(backend, features, additions);
    fresh.harness.open();
    return fresh;
  }

  static FeatureHarness restored(
      Backend backend, FeatureList features, OperatorSubtaskState snapshot) throws Exception {
    return restored(backend, features, FeatureAddition.Log.NONE, snapshot);
  }

  static FeatureHarness restored(
      Backend backend,
      FeatureList features,
      FeatureAddition.Log additions,
      OperatorSubtaskState snapshot)
      throws Exception {
    FeatureHarness again = new FeatureHarness(backend, features, additions);
    again.harness.initializeState(snapshot);
    again.harness.open();
    return again;
  }

  static EntityStages stages(FeatureList features) {
    return new EntityStages(
        new EntityStage.Options(Duration.ofDays(1), Duration.ofDays(1)),
        features,
        new RobustOutlier(new RobustOutlier.Options(16, 5, 6, 12, 0.05, Duration.ofDays(1))),
        SCORED);
  }

  private static FeatureSpec windowed(
      String name, String aggregation, Set<EventType> on, Duration window) {
    return new FeatureSpec.Windowed(
        name, Aggregations.byName(aggregation).with(Map.of()), Measure.ORDER_VALUE, on, window);
  }

  static Intake intake(Event event, long offset) {
    byte[] raw = event.eventId().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Intake.accepted(new SourcePosition("events", 1, offset), null, raw, event, offset);
  }

  void process(Intake intake) throws Exception {
    harness.processElement1(intake, intake.ts());
  }

  void process(BackfillRecord record) throws Exception {
    harness.processElement2(record, 0);
  }

  void watermark(long ts) throws Exception {
    harness.processWatermark1(new Watermark(ts));
  }

  OperatorSubtaskState snapshot(long id) throws Exception {
    return harness.snapshot(id, id);
  }

  List<Output> outputs() {
    return harness.extractOutputValues();
  }

  /** How many entities have state; the harness itself counts on the heap only. */
  long entities() throws IOException {
    operator.flush();
    try (Stream<?> keys =
        harness.getOperator().getKeyedStateBackend().getKeys("entities", VoidNamespace.INSTANCE)) {
      return keys.count();
    }
  }

  /** The harness's own count of all keyed state, where it can tell. */
  int heapEntries() {
    return harness.numKeyedStateEntries();
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  List<String> layouts() throws Exception {
    List<String> found = new java.util.ArrayList<>();
    harness
        .getOperator()
        .getOperatorStateBackend()
        .getUnionListState(
            new org.apache.flink.api.common.state.ListStateDescriptor<>("layouts", Types.STRING))
        .get()
        .forEach(found::add);
    return found;
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new IllegalStateException("the harness did not close", e);
    }
  }
}
