package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Packed entities on their way to a checkpoint or to RocksDB: length, then bytes. */
public final class PackedEntityCodec implements StateCodec<PackedEntity> {

  public static final String ID = "entity";

  private static final long serialVersionUID = 1;
  private static final int MOST_BYTES = 1 << 30;

  private final EntityLayout layout;
  private final String description;

  public PackedEntityCodec(EntityLayout layout) {
    this.layout = layout;
    this.description = layout.describe();
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String layout() {
    return description;
  }

  @Override
  public PackedEntity create() {
    return new EntityPacker(layout).pack(new EntityState(layout), null);
  }

  @Override
  public void write(PackedEntity entity, DataOutput out) throws IOException {
    Varint.writeUnsigned(out, entity.size);
    out.write(entity.bytes, 0, entity.size);
  }

  @Override
  public PackedEntity read(DataInput in, int version) throws IOException {
    long size = Varint.readUnsigned(in);
    if (size < 0 || size > MOST_BYTES) {
      throw new IOException("an entity of " + size + " bytes: the state is damaged");
    }
    PackedEntity entity = new PackedEntity(layout);
    entity.bytes = new byte[(int) size];
    entity.size = (int) size;
    in.readFully(entity.bytes);
    return entity;
  }

  @Override
  public PackedEntity copy(PackedEntity entity) {
    return entity.copy();
  }

  @Override
  public PackedEntity adopt(PackedEntity entity) {
    return entity.layout.equals(layout) ? entity : new EntityPacker(layout).adopt(entity);
  }
}
