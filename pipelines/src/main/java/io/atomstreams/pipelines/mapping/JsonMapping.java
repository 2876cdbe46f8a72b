package io.atomstreams.pipelines.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.EventDecoder;
import io.atomstreams.operators.validation.RejectionReason;
import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.mapping.EventMapping.Format;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of an existing topic as our events. What cannot be mapped, or is ignored by a rule,
 * is rejected as {@link RejectionReason#UNMAPPED}, so that every record has an outcome; what is no
 * JSON is rejected as the decoder of our own events does. Never throws on a record; whether the
 * values are possible is the contract's question, as for any event.
 *
 * <p>Travels as its YAML text. Safe for concurrent use.
 */
public final class JsonMapping implements Serializable {

  private static final long serialVersionUID = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Beyond it a number is left in its scientific form, which is then no decimal. */
  private static final int MAX_SCALE = 40;

  private final String name;
  private final String yaml;
  private final transient EventMapping mapping;

  private JsonMapping(String name, String yaml) {
    this.name = name;
    this.yaml = yaml;
    this.mapping = EventMapping.parse(name, yaml);
    if (mapping.format() != Format.JSON) {
      throw new ConfigException(
          List.of(name + ": format is csv, must be json to map the records of a topic"));
    }
  }

  /**
   * Reads a mapping from its text.
   *
   * @param name how problems call the mapping
   * @throws ConfigException with all problems of the mapping
   */
  public static JsonMapping parse(String name, String yaml) {
    return new JsonMapping(name, yaml);
  }

  private Object readResolve() {
    return new JsonMapping(name, yaml);
  }

  /** The event a record says, or the reason why there is none. */
  public Decoded map(byte[] json) {
    if (json == null || json.length == 0) {
      return Decoded.Rejected.unquoted(RejectionReason.EMPTY, "the record has no value");
    }
    if (json.length > EventDecoder.MAX_BYTES) {
      return Decoded.Rejected.unquoted(
          RejectionReason.TOO_LARGE,
          "the record has %d bytes, at most %d are read"
              .formatted(json.length, EventDecoder.MAX_BYTES));
    }
    try {
      JsonNode record = JSON.readTree(json);
      if (!record.isObject()) {
        return Decoded.Rejected.unquoted(
            RejectionReason.NOT_JSON, "a record is a JSON object, found " + record.getNodeType());
      }
      return map(record);
    } catch (Unmappable e) {
      return new Decoded.Rejected(
          RejectionReason.UNMAPPED,
          name + ": " + e.reason() + ": " + e.getMessage(),
          name + ": " + e.reason());
    } catch (NumberFormatException e) {
      return new Decoded.Rejected(
          RejectionReason.NOT_JSON,
          "a number in it is out of range: " + firstLine(e.getMessage()),
          "a number in it is out of range");
    } catch (JsonProcessingException e) {
      return new Decoded.Rejected(
          RejectionReason.NOT_JSON,
          "not a JSON object: " + firstLine(e.getOriginalMessage()),
          "not a JSON object");
    } catch (IOException e) {
      return new Decoded.Rejected(
          RejectionReason.NOT_JSON, "not UTF-8: " + e.getMessage(), "not UTF-8");
    }
  }

  private Decoded map(JsonNode record) throws Unmappable {
    Row row = new JsonRow(record);
    Rule rule = mapping.rule(row);
    if (rule.ignore() != null) {
      return Decoded.Rejected.unquoted(
          RejectionReason.UNMAPPED, name + ": ignored by rule: " + rule.ignore());
    }
    return new Decoded.Accepted(
        mapping.event(row, mapping.type(rule), mapping.time(row), lines(record, row, rule), ""));
  }

  private List<OrderLine> lines(JsonNode record, Row row, Rule rule) throws Unmappable {
    if (!mapping.hasLines()) {
      return List.of();
    }
    JsonNode array = record.at(mapping.each());
    if (array.isMissingNode() || array.isNull()) {
      return List.of();
    }
    if (!array.isArray()) {
      throw new Unmappable(
          "not_an_array", mapping.each() + " is " + array.getNodeType() + ", must be an array");
    }
    String currency = mapping.currency(row);
    List<OrderLine> lines = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      try {
        lines.add(mapping.line(new JsonRow(array.get(i)), currency, rule.absolute()));
      } catch (Unmappable e) {
        throw new Unmappable(e.reason(), mapping.each() + "[" + i + "] " + e.getMessage());
      }
    }
    return lines;
  }

  private static String firstLine(String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }

  /** A JSON value as a row; fields are pointers into it. */
  private record JsonRow(JsonNode node) implements Row {

    @Override
    public String value(String field) {
      JsonNode found = node.at(JsonPointer.compile(field));
      if (!found.isValueNode() || found.isNull()) {
        return "";
      }
      if (found.isBigDecimal()) {
        BigDecimal number = found.decimalValue();
        return Math.abs(number.scale()) > MAX_SCALE ? number.toString() : number.toPlainString();
      }
      return found.asText().strip();
    }
  }
}
