package io.atomstreams.operators.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads any JSON event with a parser of the whole language: it alone says what is an event and why
 * something is none. One pass over the bytes, no tree. For one event.
 */
final class JsonEventReader {

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser in;

  private JsonEventReader(JsonParser in) {
    this.in = in;
  }

  /**
   * Reads one event.
   *
   * @throws MalformedEvent if it is JSON but no event of the stream
   * @throws IOException if it is no JSON
   */
  static Event read(EventType.Stream stream, byte[] json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      return new JsonEventReader(parser).read(stream);
    }
  }

  private Event read(EventType.Stream stream) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedEvent(
          RejectionReason.NOT_JSON, "an event is a JSON object, found " + in.currentToken());
    }
    EventDraft event = new EventDraft();
    fields(FieldNames.of(stream), event);
    if (in.nextToken() != null) {
      throw new MalformedEvent(RejectionReason.NOT_JSON, "text follows the event's closing brace");
    }
    return event.event(stream);
  }

  private void fields(FieldNames names, Draft draft) throws IOException {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      EventField field = names.named(in.currentName());
      in.nextToken();
      if (field == null) {
        in.skipChildren();
      } else {
        value(field, draft);
      }
    }
  }

  private void value(EventField field, Draft draft) throws IOException {
    switch (field.kind()) {
      case TEXT, NAME -> draft.put(field, string(field));
      case OPTIONAL_TEXT, LABEL -> draft.put(field, isNull() ? null : string(field));
      case INTEGER -> draft.put(field, integer(field));
      case AMOUNT -> draft.put(field, isNull() ? field.absent() : amount(field));
      case LINES -> draft.put(field, isNull() ? List.of() : lines());
    }
  }

  private boolean isNull() {
    return in.currentToken() == JsonToken.VALUE_NULL;
  }

  private List<OrderLine> lines() throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw wrongType("lines", "an array");
    }
    List<OrderLine> read = new ArrayList<>(4);
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw wrongType("lines[" + read.size() + "]", "an object");
      }
      LineDraft line = new LineDraft();
      fields(FieldNames.ofLine(), line);
      read.add(line.line());
    }
    return read;
  }

  private String string(EventField field) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw wrongType(field.wireName(), "a string");
    }
    String text = in.getText();
    if (!isUnicode(text)) {
      throw new MalformedEvent(
          RejectionReason.NOT_JSON,
          field.wireName() + " has half of a surrogate pair, which is no text");
    }
    return text;
  }

  /** JSON can escape half of a surrogate pair; UTF-8, and so our outputs, cannot say it. */
  private static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
      }
    }
    return true;
  }

  private long integer(EventField field) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType(field.wireName(), "an integer");
    }
    if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw MalformedEvent.outOfRange(field.wireName(), in.getText(), "an integer of 64 bits");
    }
    return in.getLongValue();
  }

  private long amount(EventField field) throws IOException {
    long amount = integer(field);
    if (amount < 0) {
      throw MalformedEvent.outOfRange(field.wireName(), Long.toString(amount), "at least 0");
    }
    return amount;
  }

  private MalformedEvent wrongType(String field, String expected) {
    return new MalformedEvent(
        RejectionReason.WRONG_TYPE, field + " is " + in.currentToken() + ", must be " + expected);
  }
}
