package io.atomstreams.model.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
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
import java.nio.charset.StandardCharsets;
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
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final ObjectWriter WRITER = MAPPER.writer(printer());
  private static final String FORMAT_VERSION = "formatVersion";

  private ManifestJson() {}

  /** The same line ends on every platform. */
  private static DefaultPrettyPrinter printer() {
    return new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
  }

  /** The one text of a manifest: what is signed, byte for byte. */
  static byte[] write(ModelManifest manifest) {
    try {
      return (WRITER.writeValueAsString(manifest) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is plain data and can always be written", e);
    }
  }

  /**
   * Reads a manifest of this format or of an earlier one.
   *
   * @param source the file's name, for messages
   * @throws ModelException if the text is no manifest
   */
  static ModelManifest read(byte[] json, String source) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      if (tree == null || !tree.isObject()) {
        throw new ModelException(source + " is no manifest: it holds no JSON object");
      }
      return tree.has(FORMAT_VERSION) ? current(tree, source) : earlier(tree, source);
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof ModelException misfit) {
        throw new ModelException(source + ": " + misfit.getMessage(), e);
      }
      throw new ModelException(source + " is no manifest: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelException(source + " is no manifest: " + e.getMessage(), e);
    }
  }

  private static ModelManifest current(JsonNode tree, String source)
      throws JsonProcessingException {
    int format = tree.get(FORMAT_VERSION).asInt();
    if (format != ModelManifest.FORMAT) {
      throw new ModelException(
          "%s has formatVersion %s; this release reads 1 (without the key) and %d"
              .formatted(source, tree.get(FORMAT_VERSION), ModelManifest.FORMAT));
    }
    requireKnownKeys(tree, ModelManifest.class, source);
    return MAPPER.treeToValue(tree, ModelManifest.class);
  }

  private static ModelManifest earlier(JsonNode tree, String source)
      throws JsonProcessingException {
    requireKnownKeys(tree, EarlierManifest.class, source);
    EarlierManifest manifest = MAPPER.treeToValue(tree, EarlierManifest.class);
    try {
      return manifest.current();
    } catch (ModelException misfit) {
      throw new ModelException(source + ": " + misfit.getMessage(), misfit);
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
