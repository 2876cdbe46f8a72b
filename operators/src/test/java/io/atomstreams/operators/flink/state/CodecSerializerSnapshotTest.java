package io.atomstreams.operators.flink.state;

import static io.atomstreams.operators.feature.EntityEvents.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.feature.Aggregations;
import io.atomstreams.operators.feature.EntityEvents;
import io.atomstreams.operators.feature.EntityLayouts;
import io.atomstreams.operators.feature.EntityPacker;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.feature.PackedEntity;
import io.atomstreams.operators.feature.PackedEntityCodec;
import io.atomstreams.operators.profile.ProfileAccumulator;
import io.atomstreams.operators.profile.ProfilePart;
import io.atomstreams.operators.profile.SampleProfiles;
import io.atomstreams.operators.validation.Intake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What a savepoint says about a codec, and what Flink does with values of another layout. */
class CodecSerializerSnapshotTest {

  private static EntityStage stage(String... aggregations) {
    List<FeatureSpec> specs =
        java.util.Arrays.stream(aggregations)
            .<FeatureSpec>map(
                name ->
                    new FeatureSpec.Windowed(
                        name,
                        Aggregations.byName(name).with(Map.of()),
                        Measure.ORDER_VALUE,
                        Set.of(EventType.ORDER_PLACED),
                        Duration.ofDays(30)))
            .toList();
    return new EntityStage(
        new EntityStage.Options(Duration.ofDays(1), Duration.ofDays(1)),
        new FeatureList("test", specs),
        new RobustOutlier(new RobustOutlier.Options(32, 8, 6, 12, 0.05, Duration.ZERO)));
  }

  private static CodecSerializer<PackedEntity> serializer(EntityStage stage) {
    return new CodecSerializer<>(new PackedEntityCodec(new EntityLayouts(stage.layout())));
  }

  private static <T> TypeSerializerSnapshot<T> stored(TypeSerializer<T> serializer)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    return TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()),
        CodecSerializerSnapshotTest.class.getClassLoader());
  }

  private static <T> TypeSerializerSnapshot<T> snapshot(String id, int version, String layout)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeUTF(id);
    out.writeInt(version);
    byte[] text = layout.getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);
    CodecSerializerSnapshot<T> snapshot = new CodecSerializerSnapshot<>();
    snapshot.readSnapshot(
        1,
        new DataInputDeserializer(out.getCopyOfBuffer()),
        CodecSerializerSnapshotTest.class.getClassLoader());
    return snapshot;
  }

  @Test
  void theSameCodecReadsAsItIs() throws IOException {
    CodecSerializer<PackedEntity> ours = serializer(stage("count", "max"));

    assertThat(ours.snapshotConfiguration().resolveSchemaCompatibility(stored(ours)))
        .matches(c -> c.isCompatibleAsIs());
    assertThat(stored(ours).restoreSerializer()).isEqualTo(ours).hasSameHashCodeAs(ours);
  }

  @Test
  void anotherLayoutIsMigrated() throws IOException {
    EntityStage before = stage("count", "max");
    EntityStage after = stage("max", "sessions");
    CodecSerializer<PackedEntity> old = serializer(before);
    CodecSerializer<PackedEntity> ours = serializer(after);
    assertThat(ours.snapshotConfiguration().resolveSchemaCompatibility(stored(old)))
        .matches(c -> c.isCompatibleAfterMigration());
    EntityState state = null;
    for (int i = 0; i < 5; i++) {
      Event event = EntityEvents.order("e" + i, START + i, 100 + i);
      state = before.apply(state, event).state();
    }
    DataOutputSerializer out = new DataOutputSerializer(64);
    old.serialize(new EntityPacker(before.layout()).pack(state, null), out);

    PackedEntity restored =
        stored(old)
            .restoreSerializer()
            .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    DataOutputSerializer migrated = new DataOutputSerializer(64);
    ours.serialize(restored, migrated);
    EntityState read =
        new EntityPacker(after.layout())
            .open(ours.deserialize(new DataInputDeserializer(migrated.getCopyOfBuffer())));

    assertThat(after.vector(read)).containsExactly(104, 0);
    assertThat(read.sequence()).isEqualTo(5);
    assertThat(after.apply(read, EntityEvents.order("e0", START, 1)).verdict())
        .isEqualTo(EntityStage.Verdict.DUPLICATE);
  }

  @Test
  void aLaterVersionIsRefusedNamingIdFoundAndKnownVersion() throws IOException {
    EntityStage stage = stage("count");
    TypeSerializerSnapshot<PackedEntity> future = snapshot("entity", 7, stage.layout().describe());

    assertThatThrownBy(
            () -> serializer(stage).snapshotConfiguration().resolveSchemaCompatibility(future))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'entity'")
        .hasMessageContaining("version 7")
        .hasMessageContaining("up to version 2");
    assertThatThrownBy(future::restoreSerializer)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'entity'")
        .hasMessageContaining("version 7")
        .hasMessageContaining("up to version 2");
  }

  @Test
  void anUnknownCodecIsRefusedNamingThoseThereAre() throws IOException {
    TypeSerializerSnapshot<PackedEntity> unknown = snapshot("households", 1, "");

    assertThatThrownBy(unknown::restoreSerializer)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'households'")
        .hasMessageContaining("entity");
  }

  @Test
  void anotherCodecsStateIsIncompatible() throws IOException {
    TypeSerializerSnapshot<Intake> intake = snapshot("intake", 1, "");
    TypeSerializerSnapshot<Intake> output = snapshot("output", 1, "");

    assertThat(intake.resolveSchemaCompatibility(output)).matches(c -> c.isIncompatible());
  }

  @Test
  void everyCodecIsFoundByItsId() {
    PackedEntityCodec entity = new PackedEntityCodec(new EntityLayouts(stage("count").layout()));
    assertThat(StateCodecs.of("entity", entity.layout()).layout()).isEqualTo(entity.layout());
    assertThat(StateCodecs.of(IntakeCodec.ID, "").id()).isEqualTo(IntakeCodec.ID);
    assertThat(StateCodecs.of(OutputCodec.ID, "").id()).isEqualTo(OutputCodec.ID);
  }

  @Test
  void profilesAndTheirPartsAreReadAsTheyWereWritten() throws IOException {
    SerializerConfigImpl config = new SerializerConfigImpl();
    TypeSerializer<ProfilePart> ours = CodecTypeInformation.profilePart().createSerializer(config);
    ProfilePart part =
        new ProfilePart("sales", "acme", -5, 7, SampleProfiles.profile("{\"type\":\"a\"}", "x"));
    DataOutputSerializer out = new DataOutputSerializer(64);
    ours.serialize(part, out);

    ProfilePart read =
        stored(ours)
            .restoreSerializer()
            .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    assertThat(read.key()).isEqualTo("acme|sales");
    assertThat(read.start()).isEqualTo(-5);
    assertThat(read.end()).isEqualTo(7);
    assertThat(SampleProfiles.PROFILER.getResult(read.profile()))
        .isEqualTo(SampleProfiles.PROFILER.getResult(part.profile()));
    TypeSerializer<ProfileAccumulator> whole =
        CodecTypeInformation.profile().createSerializer(config);
    assertThat(whole.snapshotConfiguration().resolveSchemaCompatibility(stored(whole)))
        .matches(c -> c.isCompatibleAsIs());
  }
}
