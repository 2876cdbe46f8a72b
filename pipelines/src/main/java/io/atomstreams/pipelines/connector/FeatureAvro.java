package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.SourcePosition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Feature records in Avro's single-object encoding: the bytes {@code C3 01}, the 8-byte fingerprint
 * of {@code schemas/features.avsc}, then the body. The body is written field by field in the
 * schema's order, without an object in between; a test holds the two together. Records of {@link
 * #FIRST_SCHEMA}, which end with the source, are read as those of a list without additions and of
 * events without repairs.
 *
 * <p>A float is four bytes, bit for bit: {@code NaN} and the infinities included.
 */
public final class FeatureAvro implements OutputEncoder<FeatureRecord> {

  /** The schema records are written with. */
  public static final Schema SCHEMA = load("features.avsc");

  /** The first schema: without generation, readiness and repairs. */
  static final Schema FIRST_SCHEMA = load("earlier/features-1.avsc");

  private static final int HEADER_BYTES = 10;
  private static final byte[] HEADER = header(SCHEMA);
  private static final byte[] FIRST_HEADER = header(FIRST_SCHEMA);

  private final AvroWriter out = new AvroWriter();

  @Override
  public byte[] encode(FeatureRecord record) {
    out.clear();
    out.put(HEADER);
    out.string(record.tenant());
    out.string(record.eventId());
    out.string(record.type());
    out.integer(record.ts());
    out.integer(symbol(record.outcome()));
    out.arrayStart(record.touched().size());
    for (Touch touch : record.touched()) {
      out.string(touch.entity());
      out.integer(touch.sequence());
    }
    out.arrayEnd();
    out.integer(record.asOf());
    out.string(record.listHash());
    out.floats(record.vector());
    out.string(record.source().topic());
    out.integer(record.source().partition());
    out.integer(record.source().offset());
    out.integer(record.generation());
    out.integer(record.vector().length - record.ready());
    out.arrayStart(record.repaired().size());
    for (String rule : record.repaired()) {
      out.string(rule);
    }
    out.arrayEnd();
    return out.toByteArray();
  }

  /**
   * Reads a value back.
   *
   * @param readAtMicros from the header, 0 where there is none
   * @throws IllegalArgumentException if it is written with neither {@link #SCHEMA} nor {@link
   *     #FIRST_SCHEMA}
   */
  public static FeatureRecord read(byte[] value, long readAtMicros) {
    BinaryDecoder in = body(value);
    try {
      String tenant = in.readString();
      String eventId = in.readString();
      String type = in.readString();
      long ts = in.readLong();
      Outcome outcome = outcome(in.readEnum());
      List<Touch> touched = readTouched(in);
      long asOf = in.readLong();
      String listHash = in.readString();
      float[] vector = readVector(in, value.length / Float.BYTES);
      SourcePosition source = readSource(in);
      boolean isFirst = !saysRepairs(value);
      int generation = isFirst ? 0 : in.readInt();
      int ready = vector.length - (isFirst ? 0 : in.readInt());
      return new FeatureRecord(
          tenant,
          eventId,
          type,
          ts,
          outcome,
          touched,
          asOf,
          listHash,
          vector,
          generation,
          ready,
          source,
          isFirst ? List.of() : readTexts(in),
          readAtMicros);
    } catch (IOException
        | AvroRuntimeException
        | ArithmeticException
        | UnsupportedOperationException e) {
      throw new IllegalArgumentException("not a feature record: " + e.getMessage(), e);
    }
  }

  /**
   * What an accountant needs of a feature record.
   *
   * @param source the input it is about
   */
  public record Filed(Outcome outcome, SourcePosition source) {}

  /**
   * Reads outcome and source only, several times faster than {@link #read}.
   *
   * @throws IllegalArgumentException as {@link #read}
   */
  public static Filed readFiled(byte[] value) {
    BinaryDecoder in = body(value);
    try {
      in.skipString();
      in.skipString();
      in.skipString();
      in.readLong();
      Outcome outcome = outcome(in.readEnum());
      for (long left = in.readArrayStart(); left != 0; left = in.arrayNext()) {
        for (long i = 0; i < left; i++) {
          in.skipString();
          in.readLong();
        }
      }
      in.readLong();
      in.skipString();
      for (long left = in.readArrayStart(); left != 0; left = in.arrayNext()) {
        in.skipFixed(Math.toIntExact(left * Float.BYTES));
      }
      return new Filed(outcome, readSource(in));
    } catch (IOException
        | AvroRuntimeException
        | ArithmeticException
        | UnsupportedOperationException e) {
      throw new IllegalArgumentException("not a feature record: " + e.getMessage(), e);
    }
  }

  /** Whether the record says which rules have repaired the event, be it none. */
  public static boolean saysRepairs(byte[] value) {
    return hasHeader(value, HEADER);
  }

  private static SourcePosition readSource(BinaryDecoder in) throws IOException {
    return new SourcePosition(in.readString(), in.readInt(), in.readLong());
  }

  private static BinaryDecoder body(byte[] value) {
    checkHeader(value);
    return DecoderFactory.get()
        .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null);
  }

  private static int symbol(Outcome outcome) {
    return switch (outcome) {
      case SCORED -> 0;
      case UPDATED -> 1;
      case DUPLICATE -> 2;
    };
  }

  private static Outcome outcome(int symbol) {
    return switch (symbol) {
      case 0 -> Outcome.SCORED;
      case 1 -> Outcome.UPDATED;
      case 2 -> Outcome.DUPLICATE;
      default -> throw new IllegalArgumentException("outcome " + symbol + " is not in the schema");
    };
  }

  private static List<Touch> readTouched(BinaryDecoder in) throws IOException {
    List<Touch> touched = new ArrayList<>(2);
    for (long left = in.readArrayStart(); left != 0; left = in.arrayNext()) {
      for (long i = 0; i < left; i++) {
        touched.add(new Touch(in.readString(), in.readLong()));
      }
    }
    return List.copyOf(touched);
  }

  private static List<String> readTexts(BinaryDecoder in) throws IOException {
    List<String> texts = new ArrayList<>(0);
    for (long left = in.readArrayStart(); left != 0; left = in.arrayNext()) {
      for (long i = 0; i < left; i++) {
        texts.add(in.readString());
      }
    }
    return List.copyOf(texts);
  }

  /** At most {@code most} floats: a length is read before what it is the length of. */
  private static float[] readVector(BinaryDecoder in, int most) throws IOException {
    float[] vector = new float[0];
    for (long left = in.readArrayStart(); left != 0; left = in.arrayNext()) {
      int from = vector.length;
      if (left < 0 || left > most - from) {
        throw new IOException("a vector of %d floats in a record of %d".formatted(left, most));
      }
      vector = Arrays.copyOf(vector, Math.toIntExact(from + left));
      for (int i = from; i < vector.length; i++) {
        vector[i] = in.readFloat();
      }
    }
    return vector;
  }

  private static void checkHeader(byte[] value) {
    if (value.length < HEADER_BYTES || value[0] != HEADER[0] || value[1] != HEADER[1]) {
      throw new IllegalArgumentException(
          "not Avro in single-object encoding: " + value.length + " bytes, no C3 01 in front");
    }
    if (!hasHeader(value, HEADER) && !hasHeader(value, FIRST_HEADER)) {
      throw new IllegalArgumentException(
          "written with the schema of fingerprint %s, this release reads %s and %s"
              .formatted(fingerprint(value), fingerprint(HEADER), fingerprint(FIRST_HEADER)));
    }
  }

  private static boolean hasHeader(byte[] value, byte[] header) {
    return Arrays.equals(value, 0, HEADER_BYTES, header, 0, HEADER_BYTES);
  }

  private static String fingerprint(byte[] header) {
    long bits = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    return String.format("%016x", bits);
  }

  private static byte[] header(Schema schema) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 0x01)
        .putLong(SchemaNormalization.parsingFingerprint64(schema))
        .array();
  }

  private static Schema load(String name) {
    try (InputStream schema = FeatureAvro.class.getResourceAsStream("/schemas/" + name)) {
      return new Schema.Parser().parse(schema);
    } catch (IOException e) {
      throw new UncheckedIOException("schemas/" + name + " is not on the class path", e);
    }
  }
}
