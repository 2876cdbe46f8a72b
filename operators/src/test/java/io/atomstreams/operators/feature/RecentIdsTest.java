package io.atomstreams.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a list of (id, second) would answer, however many there are and however they are kept. */
class RecentIdsTest {

  private static final long REMEMBER = 60_000;

  private record Seen(long hash, long second) {}

  @Property(tries = 200)
  void answersAsAListWould(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int different)
      throws IOException {
    Random random = new Random(seed);
    RecentIds ids = new RecentIds();
    ArrayDeque<Seen> list = new ArrayDeque<>();
    long clock = 0;
    for (int i = 0; i < 2_000; i++) {
      clock += random.nextInt(random.nextInt(200) == 0 ? 120_000 : 900);
      long ts = clock - random.nextInt(10_000);
      long hash = random.nextInt(different);
      long oldest = Math.floorDiv(clock - REMEMBER, 1000);
      boolean isThere = list.stream().anyMatch(s -> s.hash() == hash && s.second() >= oldest);
      assertThat(ids.contains(hash, clock - REMEMBER)).isEqualTo(isThere);
      if (!isThere) {
        ids.add(hash, ts, clock - REMEMBER);
        list.add(new Seen(hash, Math.floorDiv(ts, 1000)));
      }
      if (i % 100 == 0) {
        ids = random.nextBoolean() ? ids.copy() : again(ids);
      }
    }
    assertThat(ids.size()).isLessThanOrEqualTo(list.size());
  }

  private static RecentIds again(RecentIds ids) throws IOException {
    BytesOutput out = new BytesOutput();
    ids.write(out);
    RecentIds read = new RecentIds();
    read.read(new BytesInput().open(out.array(), 0, out.size()));
    return read;
  }

  @Test
  void theOldestGoesFirstBeyondTheMost() {
    RecentIds ids = new RecentIds();
    for (int i = 0; i < RecentIds.MOST + 3; i++) {
      ids.add(i, 1_000_000, 0);
    }
    assertThat(ids.size()).isEqualTo(RecentIds.MOST);
    assertThat(ids.contains(2, 0)).isFalse();
    assertThat(ids.contains(3, 0)).isTrue();
    assertThat(ids.contains(RecentIds.MOST + 2, 0)).isTrue();
  }

  private static EntityStage stage() {
    FeatureSpec orders =
        new FeatureSpec.Windowed(
            "orders",
            Aggregations.byName("count").with(Map.of()),
            Measure.ONE,
            Set.of(EventType.ORDER_PLACED),
            Duration.ofDays(1));
    return new EntityStage(
        new EntityStage.Options(Duration.ofDays(1), Duration.ofDays(1)),
        new FeatureList("l", List.of(orders)),
        WindowOracleTest.ORDER_VALUE);
  }

  private static PackedEntity order(
      EntityStage stage, EntityPacker packer, PackedEntity entity, int i) {
    EntityState before = entity == null ? null : packer.open(entity);
    EntityState after =
        stage.apply(before, EntityEvents.order("e" + i, EntityEvents.START + i, 100)).state();
    return packer.pack(after, entity);
  }

  /** Entities with few and many ids in turn, through one packer: none sees another's. */
  @Test
  void manyIdsBesideTheBytesAreTheirEntitysOwn() throws IOException {
    EntityStage stage = stage();
    EntityPacker packer = new EntityPacker(stage.layout());
    PackedEntity many = null;
    PackedEntity few = null;
    for (int i = 0; i < 200; i++) {
      many = order(stage, packer, many, i);
      if (i % 10 == 0) {
        few = order(stage, packer, few, 1_000 + i);
      }
    }
    PackedEntity copy = many.copy();
    byte[] bytes = many.toByteArray();
    for (int i = 200; i < 300; i++) {
      copy = order(stage, packer, copy, i);
    }
    assertThat(many.toByteArray()).isEqualTo(bytes);
    assertThat(verdict(stage, packer, many, 250)).isEqualTo(EntityStage.Verdict.ACCEPTED);
    assertThat(verdict(stage, packer, copy, 250)).isEqualTo(EntityStage.Verdict.DUPLICATE);
    assertThat(verdict(stage, packer, copy, 3)).isEqualTo(EntityStage.Verdict.DUPLICATE);
    assertThat(verdict(stage, packer, few, 1_010)).isEqualTo(EntityStage.Verdict.DUPLICATE);
    assertThat(verdict(stage, packer, few, 250)).isEqualTo(EntityStage.Verdict.ACCEPTED);

    PackedEntity read =
        PackedEntity.read(stage.layout(), new BytesInput().open(bytes, 0, bytes.length));
    assertThat(verdict(stage, packer, read, 3)).isEqualTo(EntityStage.Verdict.DUPLICATE);
    assertThat(Arrays.equals(read.toByteArray(), bytes)).isTrue();
  }

  private static EntityStage.Verdict verdict(
      EntityStage stage, EntityPacker packer, PackedEntity entity, int i) {
    PackedEntity mine = entity.copy();
    return stage
        .apply(packer.open(mine), EntityEvents.order("e" + i, EntityEvents.START + i, 100))
        .verdict();
  }
}
