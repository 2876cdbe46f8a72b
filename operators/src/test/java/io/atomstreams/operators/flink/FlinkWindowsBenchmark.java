package io.atomstreams.operators.flink;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.feature.Aggregations;
import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.EntityEvents;
import io.atomstreams.operators.feature.EntityPacker;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.feature.PackedEntity;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.validation.Intake;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.functions.windowing.PassThroughWindowFunction;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.runtime.operators.windowing.WindowOperatorBuilder;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does an event cost that is summed up by customer over the last five minutes: in Flink's own
 * sliding windows of five minutes by one second, and here? 100 customers in turn, each with an
 * order every {@link #seconds}; state on the heap; the watermark follows every second.
 *
 * <p>{@link #flinkSlidingWindows} and {@link #featureOperator} run in the same harness on the same
 * records; {@link #entityStage} is the second one without Flink. What differs, and for whom:
 *
 * <ul>
 *   <li>Flink's windows begin every second, ours at slices of 10 s: ours reach back up to 10 s
 *       further than five minutes. In Flink the coarser slide of 10 s would cost a tenth.
 *   <li>Flink's give a result every second for every customer with an order in the last five
 *       minutes; ours when the customer has an event. Who needs the value when nothing happens is
 *       not served by ours; who needs it at the event does not get it from Flink's, whose newest
 *       complete window ends up to a second before.
 *   <li>Ours do more: they tell repeated and late events, judge the order's value, pack the state
 *       and write a log record. Flink's here only add.
 * </ul>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FlinkWindowsBenchmark {

  private static final int CUSTOMERS = 100;
  private static final int SECOND = 1_000;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final FeatureList FEATURES =
      new FeatureList(
          "five_minutes",
          List.of(
              new FeatureSpec.Windowed(
                  "spend_5m",
                  Aggregations.byName("sum").with(Map.of()),
                  Measure.ORDER_VALUE,
                  Set.of(EventType.ORDER_PLACED),
                  WINDOW)));
  private static final EntityStages STAGES =
      new EntityStages(
          new EntityStage.Options(Duration.ofMinutes(1), Duration.ofMinutes(1)),
          FEATURES,
          new RobustOutlier(new RobustOutlier.Options(16, 5, 6, 12, 0.05, Duration.ofDays(1))),
          Set.of(EventType.ORDER_PLACED));

  /** Between two orders of one customer. */
  @Param({"1", "30"})
  public int seconds;

  private KeyedOneInputStreamOperatorTestHarness<String, Intake, Long> windows;
  private KeyedTwoInputStreamOperatorTestHarness<String, Intake, BackfillRecord, Output> features;
  private final Map<String, PackedEntity> entities = new HashMap<>();
  private EntityPacker packer;
  private long number;
  private long watermark;

  /** Adds up what customers pay. */
  private static final class Spend implements AggregateFunction<Intake, Long, Long> {
    private static final long serialVersionUID = 1;

    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Intake order, Long sum) {
      return sum + Measure.ORDER_VALUE.of(order.event());
    }

    @Override
    public Long getResult(Long sum) {
      return sum;
    }

    @Override
    public Long merge(Long one, Long other) {
      return one + other;
    }
  }

  /** Opens both operators. */
  @Setup
  public void open() throws Exception {
    WindowOperatorBuilder<Intake, String, TimeWindow> builder =
        new WindowOperatorBuilder<>(
            SlidingEventTimeWindows.of(WINDOW, Duration.ofSeconds(1)),
            EventTimeTrigger.create(),
            new ExecutionConfig(),
            CodecTypeInformation.intake(),
            Intake::route,
            Types.STRING);
    SerializerConfigImpl config = new SerializerConfigImpl();
    windows =
        opened(
            builder.aggregate(new Spend(), new PassThroughWindowFunction<>(), Types.LONG),
            Types.LONG.createSerializer(config));
    features =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new FeatureOperator(STAGES, FeatureAddition.Log.NONE, 0),
            Intake::route,
            BackfillRecord::key,
            Types.STRING);
    features.setStateBackend(new HashMapStateBackend());
    features.setup(CodecTypeInformation.output().createSerializer(config));
    features.open();
    packer = new EntityPacker(STAGES.customer().layout());
  }

  private static <T> KeyedOneInputStreamOperatorTestHarness<String, Intake, T> opened(
      OneInputStreamOperator<Intake, T> operator, TypeSerializer<T> out) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, Intake, T> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(operator, Intake::route, Types.STRING);
    harness.setStateBackend(new HashMapStateBackend());
    harness.setup(out);
    harness.open();
    return harness;
  }

  @TearDown
  public void close() throws Exception {
    windows.close();
    features.close();
  }

  private SalesEvent next() {
    long i = number++;
    long ts = EntityEvents.START + i * seconds * SECOND / CUSTOMERS;
    return EntityEvents.sale(
        "acme", "c" + i % CUSTOMERS, EventType.ORDER_PLACED, "e" + i, ts, 1_000 + i % 97);
  }

  /** Whether a second of event time has passed since the last watermark. */
  private boolean passes(Intake intake) {
    if (intake.ts() < watermark + SECOND) {
      return false;
    }
    watermark = Math.floorDiv(intake.ts(), SECOND) * SECOND;
    return true;
  }

  @Benchmark
  public void flinkSlidingWindows() throws Exception {
    Intake intake = FeatureHarness.intake(next(), number);
    windows.processElement(intake, intake.ts());
    if (passes(intake)) {
      windows.processWatermark(watermark - 1);
      windows.getOutput().clear();
    }
  }

  @Benchmark
  public void featureOperator() throws Exception {
    Intake intake = FeatureHarness.intake(next(), number);
    features.processElement1(intake, intake.ts());
    if (passes(intake)) {
      features.processWatermark1(new Watermark(watermark - 1));
      features.getOutput().clear();
    }
  }

  /** Opened, the event put in, the vector read, packed. */
  @Benchmark
  public void entityStage(Blackhole vectors) {
    SalesEvent order = next();
    PackedEntity found = entities.get(order.customerId());
    EntityState before = found == null ? null : packer.open(found);
    EntityState state = STAGES.customer().apply(before, order).state();
    vectors.consume(STAGES.vector(state));
    entities.put(order.customerId(), packer.pack(state, found));
  }
}
