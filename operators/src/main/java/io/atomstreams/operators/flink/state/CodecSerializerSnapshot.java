package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a savepoint says about a codec: id, version and layout. Flink rewrites the values where the
 * version has moved on or the codec does not read their layout; a later version than ours is
 * refused.
 */
public final class CodecSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

  private static final int FORMAT = 1;

  /** Only of one that was just made. */
  private StateCodec<T> codec;

  private String id;
  private int version;
  private String layout;

  /** For Flink, which reads the fields afterwards. */
  public CodecSerializerSnapshot() {}

  CodecSerializerSnapshot(StateCodec<T> codec) {
    this.codec = codec;
    this.id = codec.id();
    this.version = codec.version();
    this.layout = codec.layout();
  }

  @Override
  public int getCurrentVersion() {
    return FORMAT;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(id);
    out.writeInt(version);
    byte[] text = layout.getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);
  }

  @Override
  public void readSnapshot(int format, DataInputView in, ClassLoader loader) throws IOException {
    id = in.readUTF();
    version = in.readInt();
    byte[] text = new byte[in.readInt()];
    in.readFully(text);
    layout = new String(text, StandardCharsets.UTF_8);
  }

  @Override
  @SuppressWarnings("unchecked") // the id names the codec that wrote values of T
  public TypeSerializer<T> restoreSerializer() {
    StateCodec<T> codec = (StateCodec<T>) StateCodecs.of(id, layout);
    requireKnown(codec.version());
    return new CodecSerializer<>(codec, version);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    if (!(old instanceof CodecSerializerSnapshot<T> before) || !before.id.equals(id)) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    before.requireKnown(version);
    return before.version == version && codec.readsValuesOf(before.layout)
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }

  private void requireKnown(int known) {
    if (version > known) {
      throw new IllegalStateException(
          "state '%s' was written in version %d, this release reads up to version %d; use the release that wrote it or a later one"
              .formatted(id, version, known));
    }
  }
}
