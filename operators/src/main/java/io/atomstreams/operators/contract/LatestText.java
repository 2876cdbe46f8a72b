package io.atomstreams.operators.contract;

import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The text of the latest event, by event time and event id; of the order of arrival nothing. */
final class LatestText implements Memory {

  private static final int MOST_BYTES = 1 << 16;

  private long ts = NO_CLOCK;
  private long tie;
  private String text = "";

  @Override
  public long clock() {
    return ts;
  }

  /** Empty if none is known. */
  String text() {
    return text;
  }

  void add(long eventTs, String eventId, String eventText) {
    long hash = Measure.hash(eventId);
    if (eventTs > ts || (eventTs == ts && hash > tie)) {
      ts = eventTs;
      tie = hash;
      text = eventText;
    }
  }

  @Override
  public LatestText copy() {
    LatestText copy = new LatestText();
    copy.ts = ts;
    copy.tie = tie;
    copy.text = text;
    return copy;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Varint.writeSigned(out, ts);
    out.writeLong(tie);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Varint.writeUnsigned(out, bytes.length);
    out.write(bytes);
  }

  static LatestText read(DataInput in) throws IOException {
    LatestText read = new LatestText();
    read.ts = Varint.readSigned(in);
    read.tie = in.readLong();
    long length = Varint.readUnsigned(in);
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a latest text of " + length + " bytes: the state is damaged");
    }
    byte[] bytes = new byte[(int) length];
    in.readFully(bytes);
    read.text = new String(bytes, StandardCharsets.UTF_8);
    return read;
  }
}
