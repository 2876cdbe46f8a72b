package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does one more feature cost? A whole event of a customer with 20 orders, one a day: packed
 * state copied, opened, the event put in, the vector read, packed. {@code none} has six features
 * (count and sum over 1, 30 and 90 days); every other run has one of 7 days more. The difference is
 * the feature's price.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FeatureCostBenchmark {

  private static final int ORDERS = 20;

  /** {@code none} or an aggregation; {@link FeatureBenchmarks} runs them all. */
  @Param("none")
  public String more;

  private EntityStage stage;
  private EntityPacker packer;
  private PackedEntity packed;
  private Event event;

  /** Gives the customer a past. */
  @Setup
  public void live() {
    List<FeatureSpec> features = new ArrayList<>();
    for (int days : new int[] {1, 30, 90}) {
      features.add(feature("count", days));
      features.add(feature("sum", days));
    }
    if (!more.equals("none")) {
      features.add(feature(more, 7));
    }
    stage =
        new EntityStage(
            new EntityStage.Options(Duration.ofDays(1), Duration.ofDays(1)),
            new FeatureList("cost", features),
            WindowOracleTest.ORDER_VALUE);
    packer = new EntityPacker(stage.layout());
    EntityState state = null;
    for (int i = 0; i < ORDERS; i++) {
      state = stage.apply(state, order(i)).state();
    }
    packed = packer.pack(state, null);
    event = order(ORDERS);
  }

  private static FeatureSpec feature(String aggregation, int days) {
    return new FeatureSpec.Windowed(
        aggregation + "_" + days,
        Aggregations.byName(aggregation).with(Map.of()),
        Measure.ORDER_VALUE,
        Set.of(EventType.ORDER_PLACED),
        Duration.ofDays(days));
  }

  private static Event order(int i) {
    long ts = EntityEvents.START + i * EntityEvents.DAY;
    return EntityEvents.order("event-" + i, ts, 1000 + i % 97);
  }

  @Benchmark
  public PackedEntity event(Blackhole vectors) {
    PackedEntity mine = packed.copy();
    EntityState state = stage.apply(packer.open(mine), event).state();
    vectors.consume(stage.vector(state));
    return packer.pack(state, mine);
  }
}
