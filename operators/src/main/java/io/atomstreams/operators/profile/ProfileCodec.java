package io.atomstreams.operators.profile;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;

/**
 * Stores profiles. Fields stand in their order, each with the position of the one it lies in;
 * sketches in the portable form of Apache DataSketches, each behind its length.
 */
public final class ProfileCodec implements StateCodec<ProfileAccumulator> {

  public static final String ID = "profile";

  private static final long serialVersionUID = 1;
  private static final int DISTINCT = 1;
  private static final int NUMBERS = 2;
  private static final int LENGTHS = 4;
  private static final int FREQUENT = 8;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public ProfileAccumulator create() {
    return new ProfileAccumulator();
  }

  @Override
  public ProfileAccumulator copy(ProfileAccumulator profile) {
    try {
      BytesOutput out = new BytesOutput();
      write(profile, out);
      return read(new BytesInput().open(out.array(), 0, out.size()), version());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be copied", e);
    }
  }

  @Override
  public void write(ProfileAccumulator profile, DataOutput out) throws IOException {
    Varint.writeUnsigned(out, profile.records);
    Varint.writeUnsigned(out, profile.unreadable);
    Varint.writeUnsigned(out, profile.omitted);
    Varint.writeUnsigned(out, profile.fields.size());
    Map<FieldPath, Integer> positions = new HashMap<>();
    positions.put(FieldPath.RECORD, 0);
    for (Map.Entry<FieldPath, FieldAccumulator> entry : profile.fields.entrySet()) {
      FieldPath path = entry.getKey();
      Varint.writeUnsigned(out, positions.get(path.parent()));
      out.writeBoolean(path.isElement());
      if (!path.isElement()) {
        writeBytes(out, path.name().getBytes(StandardCharsets.UTF_8));
      }
      writeField(out, entry.getValue());
      positions.put(path, positions.size());
    }
  }

  @Override
  public ProfileAccumulator read(DataInput in, int version) throws IOException {
    ProfileAccumulator profile = new ProfileAccumulator();
    profile.records = Varint.readUnsigned(in);
    profile.unreadable = Varint.readUnsigned(in);
    profile.omitted = Varint.readUnsigned(in);
    long fields = Varint.readUnsigned(in);
    List<FieldPath> paths = new ArrayList<>();
    paths.add(FieldPath.RECORD);
    for (long i = 0; i < fields; i++) {
      FieldPath parent = paths.get((int) Varint.readUnsigned(in));
      FieldPath path =
          in.readBoolean()
              ? parent.element()
              : parent.field(new String(readBytes(in), StandardCharsets.UTF_8));
      profile.fields.put(path, readField(in));
      paths.add(path);
    }
    return profile;
  }

  private static void writeField(DataOutput out, FieldAccumulator field) throws IOException {
    for (long count : field.counts) {
      Varint.writeUnsigned(out, count);
    }
    out.writeByte(
        (field.distinct == null ? 0 : DISTINCT)
            | (field.numbers == null ? 0 : NUMBERS)
            | (field.lengths == null ? 0 : LENGTHS)
            | (field.frequent == null ? 0 : FREQUENT));
    if (field.distinct != null) {
      writeBytes(out, field.distinct.toCompactByteArray());
    }
    if (field.numbers != null) {
      out.writeDouble(field.numbers.mean);
      out.writeDouble(field.numbers.squares);
      writeBytes(out, field.numbers.quantiles.toByteArray());
    }
    if (field.lengths != null) {
      Varint.writeUnsigned(out, field.lengths.count);
      Varint.writeUnsigned(out, field.lengths.sum);
      Varint.writeUnsigned(out, field.lengths.min);
      Varint.writeUnsigned(out, field.lengths.max);
    }
    if (field.frequent != null) {
      writeBytes(out, field.frequent.toByteArray(new ArrayOfStringsSerDe()));
    }
  }

  private static FieldAccumulator readField(DataInput in) throws IOException {
    FieldAccumulator field = new FieldAccumulator();
    for (int i = 0; i < field.counts.length; i++) {
      field.counts[i] = Varint.readUnsigned(in);
    }
    int parts = in.readByte();
    if ((parts & DISTINCT) != 0) {
      field.distinct = HllSketch.heapify(Memory.wrap(readBytes(in)));
    }
    if ((parts & NUMBERS) != 0) {
      double mean = in.readDouble();
      double squares = in.readDouble();
      field.numbers =
          new NumberAccumulator(
              KllDoublesSketch.heapify(Memory.wrap(readBytes(in))), mean, squares);
    }
    if ((parts & LENGTHS) != 0) {
      LengthAccumulator lengths = new LengthAccumulator();
      lengths.count = Varint.readUnsigned(in);
      lengths.sum = Varint.readUnsigned(in);
      lengths.min = (int) Varint.readUnsigned(in);
      lengths.max = (int) Varint.readUnsigned(in);
      field.lengths = lengths;
    }
    if ((parts & FREQUENT) != 0) {
      field.frequent =
          ItemsSketch.getInstance(Memory.wrap(readBytes(in)), new ArrayOfStringsSerDe());
    }
    return field;
  }

  private static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    Varint.writeUnsigned(out, bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[(int) Varint.readUnsigned(in)];
    in.readFully(bytes);
    return bytes;
  }
}
