package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.FeatureRecord;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.junit.jupiter.api.Test;

class FeatureAvroTest {

  private static final String BODY_BEFORE_REPAIRS =
      "0873686f70046531186f726465725f706c616365648087ce90944b00"
          + "020e73686f707c633712008087ce90944b0861623132040000c03f0000c07f001873616c6573"
          + "2d6576656e74730654";

  private final FeatureAvro avro = new FeatureAvro();

  @Property(tries = 300)
  void comesBackBitForBit(@ForAll("features") FeatureRecord record) {
    byte[] value = avro.encode(record);
    assertSame(FeatureAvro.read(value, 77), record);
    assertThat(FeatureAvro.readFiled(value))
        .isEqualTo(new FeatureAvro.Filed(record.outcome(), record.source()));
  }

  @Property(tries = 300)
  void isReadByAvrosOwnDecoder(@ForAll("features") FeatureRecord record) throws Exception {
    BinaryMessageDecoder<GenericRecord> decoder =
        new BinaryMessageDecoder<>(new GenericData(), FeatureAvro.SCHEMA);
    GenericRecord read = decoder.decode(avro.encode(record));

    assertThat(read.get("tenant")).hasToString(record.tenant());
    assertThat(read.get("eventId")).hasToString(record.eventId());
    assertThat(read.get("type")).hasToString(record.type());
    assertThat(read.get("ts")).isEqualTo(record.ts());
    assertThat(read.get("outcome")).hasToString(record.outcome().name());
    assertThat((List<?>) read.get("touched"))
        .extracting(touch -> ((GenericRecord) touch).get("sequence"))
        .isEqualTo(record.touched().stream().map(touch -> (Object) touch.sequence()).toList());
    assertThat(read.get("asOf")).isEqualTo(record.asOf());
    assertThat(read.get("listHash")).hasToString(record.listHash());
    List<?> vector = (List<?>) read.get("vector");
    assertThat(vector).hasSize(record.vector().length);
    for (int i = 0; i < vector.size(); i++) {
      assertThat(vector.get(i)).isEqualTo(record.vector()[i]);
    }
    GenericRecord source = (GenericRecord) read.get("source");
    assertThat(source.get("topic")).hasToString(record.source().topic());
    assertThat(source.get("partition")).isEqualTo(record.source().partition());
    assertThat(source.get("offset")).isEqualTo(record.source().offset());
    assertThat((List<?>) read.get("repaired"))
        .extracting(Object::toString)
        .isEqualTo(record.repaired());
  }

  private static void assertSame(FeatureRecord actual, FeatureRecord expected) {
    assertThat(actual).usingRecursiveComparison().ignoringFields("vector").isEqualTo(expected);
    assertThat(bits(actual)).isEqualTo(bits(expected));
  }

  private static int[] bits(FeatureRecord record) {
    int[] bits = new int[record.vector().length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(record.vector()[i]);
    }
    return bits;
  }

  @Provide
  Arbitrary<FeatureRecord> features() {
    return OutputArbitraries.features();
  }

  @Test
  void theBytesOfThisReleaseStayAsTheyAre() {
    String golden = "c30144d52b967c6ed468" + BODY_BEFORE_REPAIRS + "000002127174795f626f756e6400";
    FeatureRecord repaired = repaired();
    assertThat(HexFormat.of().formatHex(avro.encode(repaired))).isEqualTo(golden);
    assertSame(FeatureAvro.read(HexFormat.of().parseHex(golden), 1_700_000_000_000_001L), repaired);
  }

  private static FeatureRecord repaired() {
    FeatureRecord plain = SampleOutputs.FEATURES;
    return new FeatureRecord(
        plain.tenant(),
        plain.eventId(),
        plain.type(),
        plain.ts(),
        plain.outcome(),
        plain.touched(),
        plain.asOf(),
        plain.listHash(),
        plain.vector(),
        plain.source(),
        List.of("qty_bound"),
        plain.readAtMicros());
  }

  @Test
  void recordsFromBeforeRepairsWereSaidAreReadAsUnrepaired() {
    byte[] before = HexFormat.of().parseHex("c301506c767f9f844d02" + BODY_BEFORE_REPAIRS);

    assertSame(FeatureAvro.read(before, 1_700_000_000_000_001L), SampleOutputs.FEATURES);
    assertThat(FeatureAvro.readFiled(before).source()).isEqualTo(SampleOutputs.SOURCE);
    assertThat(FeatureAvro.saysRepairs(before)).isFalse();
    assertThat(FeatureAvro.saysRepairs(avro.encode(SampleOutputs.FEATURES))).isTrue();
  }

  /** As a reader does who has the earlier schema only and does not look at the fingerprint. */
  @Test
  void whoKnowsTheEarlierSchemaOnlyReadsOn() throws Exception {
    byte[] value = avro.encode(repaired());
    GenericRecord read =
        new GenericDatumReader<GenericRecord>(FeatureAvro.FIRST_SCHEMA)
            .read(null, DecoderFactory.get().binaryDecoder(value, 10, value.length - 10, null));

    assertThat(read.get("eventId")).hasToString("e1");
    assertThat(((GenericRecord) read.get("source")).get("offset")).isEqualTo(42L);
  }

  /** As Avro itself resolves it: the new field's default stands where it was not written. */
  @Test
  void theNewSchemaReadsRecordsOfTheEarlierOne() throws Exception {
    BinaryMessageDecoder<GenericRecord> decoder =
        new BinaryMessageDecoder<>(new GenericData(), FeatureAvro.SCHEMA);
    decoder.addSchema(FeatureAvro.FIRST_SCHEMA);
    byte[] before = HexFormat.of().parseHex("c301506c767f9f844d02" + BODY_BEFORE_REPAIRS);

    assertThat((List<?>) decoder.decode(before).get("repaired")).isEmpty();
  }

  @Test
  void refusesAnotherSchemaAndNamesBoth() {
    byte[] value = avro.encode(SampleOutputs.FEATURES);
    value[2] ^= 1;
    assertThatThrownBy(() -> FeatureAvro.read(value, 0))
        .hasMessageMatching(
            "written with the schema of fingerprint \\w{16}, this release reads \\w{16} and \\w{16}");
    assertThatThrownBy(() -> FeatureAvro.read(new byte[] {1, 2}, 0))
        .hasMessage("not Avro in single-object encoding: 2 bytes, no C3 01 in front");
  }
}
