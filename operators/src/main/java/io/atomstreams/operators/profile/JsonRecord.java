package io.atomstreams.operators.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One JSON record, taken apart: every value with the path at which it stands. Either the whole
 * record is read or none of it.
 */
public final class JsonRecord {

  /** Objects and arrays deeper than this are counted and not entered. */
  static final int DEEPEST = 8;

  /** Fields with longer names, characters, are counted as omitted and not entered. */
  static final int LONGEST_NAME = 100;

  /** A name twice in one object has no agreed meaning: such a record is unreadable. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * A value.
   *
   * @param text of a scalar: the text itself, {@code true}, or the number in one form for equal
   *     numbers; {@code null} for the others
   * @param number of a number, else 0; infinite beyond the range of a double
   */
  record Value(FieldPath path, ValueType type, String text, double number) {}

  private final List<Value> values = new ArrayList<>();
  private long omitted;

  private JsonRecord() {}

  /**
   * Reads a record.
   *
   * @param json {@code null} for a tombstone
   * @return empty if it is not one JSON object in UTF-8
   */
  public static Optional<JsonRecord> read(byte[] json) {
    if (json == null) {
      return Optional.empty();
    }
    JsonRecord record = new JsonRecord();
    try (JsonParser in = JSON.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      record.fields(in, FieldPath.RECORD);
      return in.nextToken() == null ? Optional.of(record) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The text that stands in a field of the record itself. */
  public Optional<String> text(String field) {
    for (Value value : values) {
      if (value.type == ValueType.TEXT
          && value.path.depth() == 1
          && value.path.name().equals(field)) {
        return Optional.of(value.text);
      }
    }
    return Optional.empty();
  }

  List<Value> values() {
    return values;
  }

  /** How many fields were left out because of their names' length. */
  long omitted() {
    return omitted;
  }

  private void fields(JsonParser in, FieldPath object) throws IOException {
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      if (name.length() > LONGEST_NAME) {
        in.skipChildren();
        omitted++;
      } else {
        value(in, object.field(unicode(name)));
      }
    }
  }

  private void value(JsonParser in, FieldPath path) throws IOException {
    switch (in.currentToken()) {
      case START_OBJECT -> container(in, path, ValueType.OBJECT);
      case START_ARRAY -> container(in, path, ValueType.ARRAY);
      case VALUE_STRING -> add(path, ValueType.TEXT, unicode(in.getText()), 0);
      case VALUE_TRUE -> add(path, ValueType.BOOLEAN, "true", 0);
      case VALUE_FALSE -> add(path, ValueType.BOOLEAN, "false", 0);
      case VALUE_NUMBER_INT -> integer(in, path);
      case VALUE_NUMBER_FLOAT -> decimal(in, path);
      default -> add(path, ValueType.NULL, null, 0);
    }
  }

  private void container(JsonParser in, FieldPath path, ValueType type) throws IOException {
    add(path, type, null, 0);
    if (path.depth() >= DEEPEST) {
      in.skipChildren();
    } else if (type == ValueType.OBJECT) {
      fields(in, path);
    } else {
      FieldPath element = path.element();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        value(in, element);
      }
    }
  }

  private void integer(JsonParser in, FieldPath path) throws IOException {
    if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      add(path, ValueType.INTEGER, in.getBigIntegerValue().toString(), in.getDoubleValue());
    } else {
      long whole = in.getLongValue();
      add(path, ValueType.INTEGER, Long.toString(whole), (double) whole);
    }
  }

  /** Decimals are what a double holds of them. */
  private void decimal(JsonParser in, FieldPath path) throws IOException {
    double number = in.getDoubleValue();
    long whole = (long) number;
    String text = whole == number ? Long.toString(whole) : Double.toString(number);
    add(path, ValueType.DECIMAL, text, number);
  }

  private void add(FieldPath path, ValueType type, String text, double number) {
    values.add(new Value(path, type, text, number));
  }

  /** JSON can escape half of a surrogate pair, which no output can say: it becomes a '?'. */
  private static String unicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return text;
  }
}
