package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.Varint;
import java.io.IOException;

/**
 * Opens packed entities to work on and packs them again. Opening reads the head of an entity and
 * finds its slices; a slice is taken apart only when somebody looks into it, and packing copies
 * those that nobody touched. So an event costs what it changes and not what the entity has.
 *
 * <pre>
 *   sequence | clock | sales arrivals | activity arrivals | n, order values | n, slice | n, slice | …
 * </pre>
 *
 * <p>Many ids stay as they are beside the bytes ({@link Arrivals#MOST_INSIDE}): of a customer with
 * thousands a day only the newest is new.
 *
 * <p>For one thread: all entities are opened in one and the same {@link EntityState}.
 */
public final class EntityPacker {

  private final EntityLayout layout;
  private final EntityState open;
  private final BytesInput in = new BytesInput();
  private final BytesOutput out = new BytesOutput();

  public EntityPacker(EntityLayout layout) {
    this.layout = layout;
    this.open = new EntityState(layout);
  }

  /**
   * Opens an entity. What is returned is valid until the next call of {@link #open} or until {@code
   * packed} changes; an entity of another layout is brought into this one's.
   *
   * @throws IllegalStateException if the bytes are damaged
   */
  public EntityState open(PackedEntity packed) {
    if (!packed.layout.equals(layout)) {
      return unpack(packed).copy(layout);
    }
    packed.layout = layout;
    return read(packed, open);
  }

  /** The same, as a state of its own in the entity's own layout. */
  private EntityState unpack(PackedEntity packed) {
    return read(packed, new EntityState(packed.layout));
  }

  private EntityState read(PackedEntity packed, EntityState into) {
    in.open(packed.bytes, 0, packed.size);
    try {
      into.sequence = Varint.readUnsigned(in);
      into.clock = Varint.readSigned(in);
      into.sales.read(in, packed.salesIds);
      into.activity.read(in, packed.activityIds);
      int orderValues = (int) Varint.readUnsigned(in);
      into.packOrderValues(packed.bytes, in.position(), orderValues);
      in.skip(orderValues);
      into.slices.read(packed.bytes, in, packed.layout);
    } catch (IOException e) {
      throw new IllegalStateException("the state of an entity is damaged: " + e.getMessage(), e);
    }
    return into;
  }

  /**
   * Packs an entity.
   *
   * @param into what to write over, or {@code null}
   * @return {@code into}, or a new one if there is none or it has another layout
   */
  public PackedEntity pack(EntityState state, PackedEntity into) {
    out.reset();
    RecentIds salesIds;
    RecentIds activityIds;
    try {
      Varint.writeUnsigned(out, state.sequence);
      Varint.writeSigned(out, state.clock);
      salesIds = state.sales.write(out);
      activityIds = state.activity.write(out);
      state.writeOrderValues(out);
      state.slices.write(out, state.layout);
    } catch (IOException e) {
      throw new IllegalStateException("an array in memory cannot fail", e);
    }
    boolean fits = into != null && into.layout.equals(layout);
    PackedEntity packed = fits ? into : new PackedEntity(layout);
    packed.set(out.array(), out.size());
    packed.salesIds = salesIds;
    packed.activityIds = activityIds;
    return packed;
  }

  /** The entity in this packer's layout: itself, if it has it already. */
  PackedEntity adopt(PackedEntity packed) {
    return packed.layout.equals(layout) ? packed : pack(unpack(packed).copy(layout), null);
  }
}
