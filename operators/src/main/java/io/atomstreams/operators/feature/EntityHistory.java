package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The history of one kind of entity in the features of one addition, as it travels: made with
 * {@link #pack}, taken in with {@link #open}. For one thread.
 */
public final class EntityHistory {

  private final EntityStage stage;
  private final EntityPacker packer;
  private final PackedEntityCodec codec;

  /**
   * A history.
   *
   * @param stage of what the addition brought, as {@link EntityStages#history} gives it
   */
  public EntityHistory(EntityStage stage) {
    this.stage = stage;
    this.packer = new EntityPacker(stage.layout());
    this.codec = new PackedEntityCodec(new EntityLayouts(stage.layout()));
  }

  /** What the events so far come to with another one; in any order. */
  public PackedEntity add(PackedEntity before, Event event) {
    EntityState state = before == null ? null : packer.open(before);
    return packer.pack(stage.applyAccepted(state, event), before);
  }

  /** Whether events of this type count. */
  public boolean counts(EventType type) {
    return stage.counts(type);
  }

  public byte[] pack(PackedEntity entity) {
    BytesOutput out = new BytesOutput();
    try {
      codec.write(entity, out);
    } catch (IOException e) {
      throw new IllegalStateException("an array in memory cannot fail", e);
    }
    return Arrays.copyOf(out.array(), out.size());
  }

  /**
   * Opens what was packed; valid until the next call.
   *
   * @throws IOException if the bytes are damaged or of another addition
   */
  public EntityState open(byte[] packed) throws IOException {
    BytesInput in = new BytesInput().open(packed, 0, packed.length);
    PackedEntity entity = codec.read(in, codec.version());
    try {
      return packer.open(entity);
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
