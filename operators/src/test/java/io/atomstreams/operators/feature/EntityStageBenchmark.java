package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
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

/**
 * What does one event cost an entity? {@link #read} is the vector of 121 features, {@link
 * #copyAndApply} a copy of the packed state, opened, an event put into it, packed (as the heap
 * backend does while a checkpoint runs), {@link #openAndPack} the same with nothing changed. All by
 * how many events the entity has, one every 40 minutes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EntityStageBenchmark {

  private static final long STEP = 40 * EntityEvents.MINUTE;
  private static final EventType[] TYPES = {
    EventType.ORDER_PLACED, EventType.PAGE_VIEW, EventType.CART_ADD
  };

  @Param({"1", "30", "3000"})
  public int events;

  private EntityStage stage;
  private EntityPacker packer;
  private PackedEntity packed;
  private EntityState state;
  private Event event;

  /** Gives the entity its past. */
  @Setup
  public void live() {
    stage = GoldenStates.stage();
    packer = new EntityPacker(stage.layout());
    for (int i = 0; i < events; i++) {
      state = stage.apply(state, event(i)).state();
    }
    packed = packer.pack(state, null);
    event = event(events);
  }

  private static Event event(int i) {
    EventType type = TYPES[i % TYPES.length];
    return EntityEvents.event(type, "event-" + i, EntityEvents.START + i * STEP, 1000 + i % 97);
  }

  @Benchmark
  public float[] read() {
    return stage.vector(state);
  }

  @Benchmark
  public PackedEntity copyAndApply() {
    PackedEntity mine = packed.copy();
    return packer.pack(stage.apply(packer.open(mine), event).state(), mine);
  }

  @Benchmark
  public PackedEntity openAndPack() {
    return packer.pack(packer.open(packed), packed);
  }
}
