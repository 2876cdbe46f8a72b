package io.atomstreams.model.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.NearestNames;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A manifest as JSON. Times are ISO instants, {@code NaN} is the string {@code "NaN"}; a key that
 * nobody reads is refused.
 */
final class ManifestJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new InstantWriter())
                  .addDeserializer(Instant.class, new InstantReader()))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ManifestJson() {}

  static String write(ModelManifest manifest) {
    try {
      return MAPPER.writeValueAsString(manifest) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is plain data and can always be written", e);
    }
  }

  /**
   * Reads a manifest.
   *
   * @param source the file's name, for messages
   * @throws ModelException if the text is no manifest
   */
  static ModelManifest read(String json, String source) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      requireKnownKeys(tree, ModelManifest.class, source);
      return MAPPER.treeToValue(tree, ModelManifest.class);
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof ModelException misfit) {
        throw new ModelException(source + ": " + misfit.getMessage(), e);
      }
      throw new ModelException(source + " is no manifest: " + e.getOriginalMessage(), e);
    }
  }

  /** Before binding, so that a mistyped key is named rather than the one it was meant to be. */
  private static void requireKnownKeys(JsonNode node, Type type, String source) {
    if (type instanceof ParameterizedType list) {
      node.forEach(item -> requireKnownKeys(item, list.getActualTypeArguments()[0], source));
    } else if (type instanceof Class<?> record && record.isRecord() && node.isObject()) {
      Map<String, Type> known = new LinkedHashMap<>();
      for (RecordComponent component : record.getRecordComponents()) {
        known.put(component.getName(), component.getGenericType());
      }
      node.fields()
          .forEachRemaining(
              field -> {
                requireKnownKey(field.getKey(), known.keySet(), source);
                requireKnownKeys(field.getValue(), known.get(field.getKey()), source);
              });
    }
  }

  private static void requireKnownKey(String key, Set<String> known, String source) {
    if (!known.contains(key)) {
      throw new ModelException(
          source + ": " + key + " is no key of a manifest; " + NearestNames.hint(key, known));
    }
  }

  private static final class InstantWriter extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toString());
    }
  }

  private static final class InstantReader extends FromStringDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Objects.requireNonNull(super.deserialize(json, context));
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) {
      return Instant.parse(text);
    }
  }
}
