package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Packed entities on their way to a checkpoint or to RocksDB: the mark of their layout, length,
 * then bytes. Version 1 had no mark: all values were in one layout.
 */
public final class PackedEntityCodec implements StateCodec<PackedEntity> {

  public static final String ID = "entity";

  private static final long serialVersionUID = 1;

  private final EntityLayouts layouts;

  public PackedEntityCodec(EntityLayouts layouts) {
    this.layouts = layouts;
  }

  public EntityLayouts layouts() {
    return layouts;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public String layout() {
    return layouts.describe();
  }

  /** Values in earlier layouts are read as they are and brought into the current one in use. */
  @Override
  public boolean readsValuesOf(String layout) {
    return layouts.holds(EntityLayouts.parse(layout));
  }

  @Override
  public PackedEntity create() {
    EntityLayout layout = layouts.current();
    return new EntityPacker(layout).pack(new EntityState(layout), null);
  }

  @Override
  public void write(PackedEntity entity, DataOutput out) throws IOException {
    out.writeInt(entity.layout.tag());
    entity.write(out);
  }

  @Override
  public PackedEntity read(DataInput in, int version) throws IOException {
    return version == 1
        ? PackedEntity.readBytes(layouts.current(), in)
        : PackedEntity.read(marked(in.readInt()), in);
  }

  private EntityLayout marked(int tag) throws IOException {
    EntityLayout layout = layouts.find(tag);
    if (layout == null) {
      throw new IOException(
          "an entity of layout %08x, which the state does not know: it is damaged".formatted(tag));
    }
    return layout;
  }

  @Override
  public PackedEntity copy(PackedEntity entity) {
    return entity.copy();
  }

  @Override
  public PackedEntity adopt(PackedEntity entity) {
    boolean known = entity.layout.equals(layouts.find(entity.layout.tag()));
    return known ? entity : new EntityPacker(layouts.current()).adopt(entity);
  }
}
