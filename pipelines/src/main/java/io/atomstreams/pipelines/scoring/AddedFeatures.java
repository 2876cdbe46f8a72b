package io.atomstreams.pipelines.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;

/** The additions to a feature list as the topic {@code specs} keeps them: for ever, in order. */
public final class AddedFeatures implements FeatureAddition.Log {

  private static final long serialVersionUID = 1;
  private static final int SCHEMA_VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HashMap<String, String> client;
  private final String topic;
  private final String list;
  private final HashMap<String, EntityKind> kinds = new HashMap<>();

  /**
   * Those to one list.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   */
  public AddedFeatures(Map<String, String> client, String topicPrefix, FeatureList declared) {
    this.client = new HashMap<>(client);
    this.topic = Topic.SPECS.in(topicPrefix);
    this.list = declared.id();
    EntityKind.BUILT_IN.forEach(kind -> kinds.put(kind.yamlName(), kind));
    declared.kinds().forEach(kind -> kinds.put(kind.yamlName(), kind));
  }

  @Override
  public List<FeatureAddition> read() {
    TreeMap<Integer, FeatureAddition> additions = new TreeMap<>();
    String prefix = key("");
    try (TopicReader reader =
        new TopicReader(client, List.of(topic), IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(
          record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (key.startsWith(prefix) && record.value() != null) {
              FeatureAddition addition =
                  parse(key, new String(record.value(), StandardCharsets.UTF_8));
              additions.put(addition.number(), addition);
            }
          });
    }
    return List.copyOf(additions.values());
  }

  private String key(Object number) {
    return "features|" + list + "|" + number;
  }

  /** JSON is YAML. */
  private FeatureAddition parse(String name, String json) {
    return YamlDocument.parse(name, json)
        .as(
            root -> {
              root.integer("schemaVersion", SCHEMA_VERSION, SCHEMA_VERSION, SCHEMA_VERSION);
              root.string("list");
              int number = root.integer("number", 1, 1, Integer.MAX_VALUE);
              long declaredAt = root.longInteger("declaredAt", 0, 0, Long.MAX_VALUE);
              String id = list + "|" + number + "|" + declaredAt;
              return FeatureSection.addition(root.sections("features"), kinds, id, number);
            });
  }

  /**
   * Reads entries as they stand under {@code features.list}: one, or several in a list.
   *
   * @param declaredAt wall clock, ms
   * @throws io.atomstreams.pipelines.config.ConfigException naming every problem
   */
  public Proposal propose(int number, long declaredAt, String name, JsonNode entries) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("list", list);
    json.put("number", number);
    json.put("declaredAt", declaredAt);
    if (entries.isArray()) {
      json.set("features", entries);
    } else {
      json.putArray("features").add(entries);
    }
    byte[] value;
    try {
      value = JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a tree in memory cannot fail", e);
    }
    FeatureAddition addition = parse(name, new String(value, StandardCharsets.UTF_8));
    byte[] key = key(number).getBytes(StandardCharsets.UTF_8);
    return new Proposal(addition, new ProducerRecord<>(topic, 0, key, value));
  }

  /**
   * An addition, and the record that makes it known.
   *
   * @param record to be written to the topic
   */
  public record Proposal(FeatureAddition addition, ProducerRecord<byte[], byte[]> record) {}
}
