package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.online.Version;
import io.atomstreams.operators.online.VersionCodec;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Versions that wait in a checkpoint for its completion. */
final class VersionSerializer implements SimpleVersionedSerializer<Version> {

  private final VersionCodec codec = new VersionCodec();

  @Override
  public int getVersion() {
    return codec.version();
  }

  @Override
  public byte[] serialize(Version version) throws IOException {
    BytesOutput out = new BytesOutput();
    codec.write(version, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  @Override
  public Version deserialize(int written, byte[] bytes) throws IOException {
    return codec.read(new BytesInput().open(bytes, 0, bytes.length), written);
  }
}
