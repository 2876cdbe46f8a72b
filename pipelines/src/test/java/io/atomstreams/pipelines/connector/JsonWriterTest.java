package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.atomstreams.operators.event.SourcePosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against Jackson's generator, byte for byte. */
class JsonWriterTest {

  private static final byte[] TEXT = JsonWriter.key("text");
  private static final byte[] FLOAT = JsonWriter.key("float");
  private static final byte[] LIST = JsonWriter.key("list");
  private static final byte[] DOUBLE = JsonWriter.key("double");

  private final JsonWriter writer = new JsonWriter();

  @Property
  void writesTheBytesOfJacksonsGenerator(
      @ForAll("texts") String text,
      @ForAll float single,
      @ForAll double number,
      @ForAll long sequence,
      @ForAll int partition)
      throws IOException {
    SourcePosition source = new SourcePosition(text, partition, sequence);

    writer.startRecord(text, text, text);
    writer.field(TEXT, text);
    writer.field(FLOAT, JsonWriter.number(single));
    writer.startArray(LIST);
    for (int i = 0; i < 2; i++) {
      writer.startObject();
      writer.field(DOUBLE, number);
      writer.endObject();
    }
    writer.endArray();

    assertThat(writer.endRecord(sequence, -sequence, source))
        .isEqualTo(byJackson(text, single, number, sequence, partition));
  }

  private static byte[] byJackson(
      String text, float single, double number, long sequence, int partition) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("schemaVersion", 1);
      json.writeStringField("id", text);
      json.writeStringField("tenant", text);
      json.writeStringField("entity", text);
      json.writeStringField("text", text);
      json.writeNumberField("float", single);
      json.writeArrayFieldStart("list");
      for (int i = 0; i < 2; i++) {
        json.writeStartObject();
        json.writeNumberField("double", number);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("sequence", sequence);
      json.writeNumberField("ts", -sequence);
      json.writeObjectFieldStart("source");
      json.writeStringField("topic", text);
      json.writeNumberField("partition", partition);
      json.writeNumberField("offset", sequence);
      json.writeEndObject();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** Any characters, every ASCII character in turn, half surrogate pairs; shorter and longer. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(50),
        Arbitraries.strings().ascii().ofMaxLength(3_000),
        Arbitraries.chars().range('\0', '\u00ff').map(c -> "a" + c + "b"),
        Arbitraries.of("", "\uD83D\uDED2", "\uD83D", "\uDED2", "\u007f"));
  }
}
