package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A codec for what waits in a checkpoint for its completion. */
final class CodecVersions<T> implements SimpleVersionedSerializer<T> {

  private final StateCodec<T> codec;

  CodecVersions(StateCodec<T> codec) {
    this.codec = codec;
  }

  @Override
  public int getVersion() {
    return codec.version();
  }

  @Override
  public byte[] serialize(T value) throws IOException {
    BytesOutput out = new BytesOutput();
    codec.write(value, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  @Override
  public T deserialize(int written, byte[] bytes) throws IOException {
    return codec.read(new BytesInput().open(bytes, 0, bytes.length), written);
  }
}
