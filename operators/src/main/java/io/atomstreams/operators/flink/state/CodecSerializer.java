package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A {@link StateCodec} in Flink's clothes; as fit for several threads as its codec is. */
public final class CodecSerializer<T> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1;

  private final StateCodec<T> codec;
  private final int readVersion;

  public CodecSerializer(StateCodec<T> codec) {
    this(codec, codec.version());
  }

  /**
   * A serializer for bytes of an earlier release.
   *
   * @param readVersion the codec version that wrote what will be read
   */
  CodecSerializer(StateCodec<T> codec, int readVersion) {
    this.codec = codec;
    this.readVersion = readVersion;
  }

  StateCodec<T> codec() {
    return codec;
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    StateCodec<T> own = codec.duplicate();
    return own == codec ? this : new CodecSerializer<>(own, readVersion);
  }

  @Override
  public T createInstance() {
    return codec.create();
  }

  @Override
  public T copy(T from) {
    return codec.copy(from);
  }

  @Override
  public T copy(T from, T reuse) {
    return codec.copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    codec.write(codec.adopt(value), target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return codec.read(source, readVersion);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new CodecSerializerSnapshot<>(codec);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodecSerializer<?> that
        && codec.id().equals(that.codec.id())
        && codec.layout().equals(that.codec.layout())
        && readVersion == that.readVersion;
  }

  @Override
  public int hashCode() {
    return codec.id().hashCode();
  }
}
