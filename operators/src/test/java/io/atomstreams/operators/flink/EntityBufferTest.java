package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.feature.EntityEvents;
import io.atomstreams.operators.feature.EntityPacker;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.PackedEntity;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A buffer shows what is behind it, whatever its size, and a flush brings both together. */
class EntityBufferTest {

  private static final EntityStage STAGE =
      FeatureHarness.stages(FeatureHarness.FEATURES).customer();
  private static final int KEYS = 12;

  /** Bytes, as RocksDB keeps them; counts what it is asked. */
  private static final class Bytes implements Entities {
    private final Map<String, PackedEntity> kept = new HashMap<>();
    private int reads;
    private int writes;

    @Override
    public PackedEntity get(String key) {
      reads++;
      PackedEntity entity = kept.get(key);
      return entity == null ? null : copy(entity);
    }

    @Override
    public void put(String key, PackedEntity entity) {
      writes++;
      kept.put(key, copy(entity));
    }

    @Override
    public void remove(String key) {
      kept.remove(key);
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    private static PackedEntity copy(PackedEntity entity) {
      EntityPacker packer = new EntityPacker(STAGE.layout());
      return packer.pack(packer.open(entity), null);
    }
  }

  private final EntityPacker packer = new EntityPacker(STAGE.layout());
  private int events;

  /** Puts an order into the entity. */
  private void touch(Entities entities, String key) throws IOException {
    PackedEntity entity = entities.get(key);
    int i = events++;
    EntityState before = entity == null ? null : packer.open(entity);
    EntityState after =
        STAGE.apply(before, EntityEvents.order("e" + i, EntityEvents.START + i, i)).state();
    entities.put(key, packer.pack(after, entity));
  }

  private long sequence(Entities entities, String key) throws IOException {
    PackedEntity entity = entities.get(key);
    return entity == null ? 0 : packer.open(entity).sequence();
  }

  @Property(tries = 300)
  void aBufferOfAnySizeShowsWhatABackendWouldHave(
      @ForAll @IntRange(max = 8000) int capacity,
      @ForAll @IntRange(max = 15) int mostChanged,
      @ForAll @Size(max = 200) List<@IntRange(max = 10 * KEYS) Integer> steps)
      throws IOException {
    Bytes behind = new Bytes();
    EntityBuffer buffer = new EntityBuffer(behind, capacity, mostChanged);
    Map<String, Long> expected = new HashMap<>();
    for (int step : steps) {
      String key = "k" + step % KEYS;
      switch (step / KEYS) {
        case 0 -> {
          buffer.remove(key);
          expected.remove(key);
        }
        case 1 -> {
          buffer.flush();
          requireBehind(behind, expected);
        }
        case 2, 3 -> assertThat(sequence(buffer, key)).isEqualTo(expected.getOrDefault(key, 0L));
        default -> {
          touch(buffer, key);
          expected.merge(key, 1L, Long::sum);
        }
      }
    }
    buffer.flush();
    requireBehind(behind, expected);
  }

  private void requireBehind(Bytes behind, Map<String, Long> expected) throws IOException {
    assertThat(behind.kept.keySet()).isEqualTo(expected.keySet());
    for (String key : expected.keySet()) {
      assertThat(sequence(behind, key)).as(key).isEqualTo(expected.get(key));
    }
  }

  @Test
  void whatFitsIsReadOnceAndWrittenOnceACheckpoint() throws IOException {
    Bytes behind = new Bytes();
    EntityBuffer buffer = new EntityBuffer(behind, 1 << 20, KEYS);
    for (int i = 0; i < 100 * KEYS; i++) {
      touch(buffer, "k" + i % KEYS);
    }
    buffer.flush();
    buffer.flush();

    assertThat(behind.reads).isEqualTo(KEYS);
    assertThat(behind.writes).isEqualTo(KEYS);
  }

  @Test
  void aCheckpointFindsNoMoreToWriteThanMayWait() throws IOException {
    Bytes behind = new Bytes();
    EntityBuffer buffer = new EntityBuffer(behind, 1 << 20, 5);
    for (int i = 0; i < 100; i++) {
      touch(buffer, "often");
      touch(buffer, "k" + i);
    }
    int before = behind.writes;
    buffer.flush();

    assertThat(behind.writes - before).isEqualTo(5);
    // "often" changed all the time and was never the one to be written
    assertThat(behind.kept).hasSize(101);
    assertThat(behind.writes).isLessThan(101 + 5);
  }

  @Test
  void whatIsUsedStaysWhileOthersPass() throws IOException {
    Bytes behind = new Bytes();
    EntityBuffer buffer = new EntityBuffer(behind, 10_000, 100);
    for (int i = 0; i < 200; i++) {
      touch(buffer, "often");
      touch(buffer, "passing " + i);
    }

    assertThat(behind.kept.size()).isGreaterThan(150);
    assertThat(behind.reads).isLessThan(200 + 10);
  }

  @Test
  void anEntityLargerThanTheBufferPassesThroughIt() throws IOException {
    Bytes behind = new Bytes();
    EntityBuffer buffer = new EntityBuffer(behind, 1, 1);
    touch(buffer, "a");
    touch(buffer, "b");
    touch(buffer, "a");
    buffer.flush();

    requireBehind(behind, Map.of("a", 2L, "b", 1L));
  }
}
