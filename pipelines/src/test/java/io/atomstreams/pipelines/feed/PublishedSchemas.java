package io.atomstreams.pipelines.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import io.atomstreams.operators.event.EventType.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The schemas as they are published, read by a validator that is none of ours. */
final class PublishedSchemas {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<Stream, JsonSchema> byStream = new EnumMap<>(Stream.class);

  PublishedSchemas() {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder()
            .regularExpressionFactory(PublishedSchemas::ecmaExpression)
            .build();
    Arrays.stream(Stream.values())
        .forEach(s -> byStream.put(s, factory.getSchema(text(s), config)));
  }

  /** In JSON Schema {@code $} is the very end; in Java it also stands before a last line break. */
  private static RegularExpression ecmaExpression(String expression) {
    Pattern pattern = Pattern.compile(expression.replaceAll("\\$$", "\\\\z"));
    return value -> pattern.matcher(value).find();
  }

  Set<ValidationMessage> complaints(Stream stream, JsonNode event) {
    return byStream.get(stream).validate(event);
  }

  private static JsonNode text(Stream stream) {
    String resource = "/schemas/" + stream.topic() + ".schema.json";
    try (InputStream in = PublishedSchemas.class.getResourceAsStream(resource)) {
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
