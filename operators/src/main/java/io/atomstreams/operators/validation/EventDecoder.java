package io.atomstreams.operators.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one JSON event. Structure only: fields present, of the right JSON type, of a known event
 * type that belongs to the stream; whether the values are possible is {@link EventContract}'s
 * question. Fields it does not know are passed over, so that producers may add some.
 *
 * <p>Never throws: whatever the bytes, the answer is an event or a reason. One pass over the bytes,
 * no tree. Safe for concurrent use.
 */
public final class EventDecoder {

  /** The one version of the event schemas there is. */
  public static final int SCHEMA_VERSION = 1;

  public static final int MAX_BYTES = 1 << 20;

  private static final JsonFactory JSON = new JsonFactory();

  public Decoded decode(EventType.Stream stream, byte[] json) {
    if (json == null || json.length == 0) {
      return new Decoded.Rejected(
          RejectionReason.EMPTY, "the record has no value; an event is a JSON object");
    }
    if (json.length > MAX_BYTES) {
      return new Decoded.Rejected(
          RejectionReason.TOO_LARGE,
          "the record has " + json.length + " bytes, at most " + MAX_BYTES + " are read");
    }
    if (isWide(json)) {
      return new Decoded.Rejected(
          RejectionReason.NOT_JSON, "not a JSON object in UTF-8: the bytes are UTF-16 or UTF-32");
    }
    try (JsonParser parser = JSON.createParser(json)) {
      return new Decoded.Accepted(new Fields(parser).read(stream));
    } catch (Malformed e) {
      return new Decoded.Rejected(e.reason, e.getMessage());
    } catch (IOException e) {
      return new Decoded.Rejected(
          RejectionReason.NOT_JSON, "not a JSON object in UTF-8: " + firstLine(e.getMessage()));
    }
  }

  /**
   * The parser would read UTF-16 and UTF-32 too, which no other reader of the topics does. JSON
   * begins with two ASCII characters, so both show by a zero among the first bytes or by their
   * mark.
   */
  private static boolean isWide(byte[] json) {
    int first = json[0] & 0xFF;
    return first == 0 || first >= 0xFE || (json.length > 1 && json[1] == 0);
  }

  private static String firstLine(String message) {
    int end = message == null ? -1 : message.indexOf('\n');
    return end < 0 ? String.valueOf(message) : message.substring(0, end);
  }

  /** Leaves the parse with a reason; carries no stack since it is an answer, not a fault. */
  private static final class Malformed extends RuntimeException {
    private final transient RejectionReason reason;

    Malformed(RejectionReason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
    }
  }

  /** The fields of one event while it is read. */
  private static final class Fields {
    private final JsonParser in;

    private String tenant;
    private String eventId;
    private String type;
    private long schemaVersion = -1;
    private long ts;
    private boolean hasTs;
    private String customerId;
    private String orderId;
    private String currency;
    private List<OrderLine> lines = List.of();
    private long amount = SalesEvent.NO_AMOUNT;
    private String payment;
    private String shipTo;
    private String device;
    private String channel;
    private String sessionId;
    private String sku;
    private String text;

    Fields(JsonParser in) {
      this.in = in;
    }

    Event read(EventType.Stream stream) throws IOException {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new Malformed(
            RejectionReason.NOT_JSON, "an event is a JSON object, found " + in.currentToken());
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String field = in.currentName();
        in.nextToken();
        field(stream, field);
      }
      if (in.nextToken() != null) {
        throw new Malformed(RejectionReason.NOT_JSON, "text follows the event's closing brace");
      }
      return event(stream);
    }

    private void field(EventType.Stream stream, String field) throws IOException {
      switch (field) {
        case "tenant" -> tenant = string(field);
        case "eventId" -> eventId = string(field);
        case "type" -> type = string(field);
        case "schemaVersion" -> schemaVersion = integer(field);
        case "ts" -> {
          ts = integer(field);
          hasTs = true;
        }
        case "customerId" -> customerId = optionalString(field);
        case "device" -> device = optionalString(field);
        case "channel" -> channel = optionalString(field);
        default -> {
          boolean known =
              stream == EventType.Stream.SALES ? salesField(field) : customerField(field);
          if (!known) {
            in.skipChildren();
          }
        }
      }
    }

    private boolean salesField(String field) throws IOException {
      switch (field) {
        case "orderId" -> orderId = string(field);
        case "currency" -> currency = string(field);
        case "lines" -> lines = lines();
        case "amount" -> amount = optionalAmount(field, SalesEvent.NO_AMOUNT);
        case "payment" -> payment = optionalString(field);
        case "shipTo" -> shipTo = optionalString(field);
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean customerField(String field) throws IOException {
      switch (field) {
        case "sessionId" -> sessionId = optionalString(field);
        case "sku" -> sku = optionalString(field);
        case "text" -> text = optionalString(field);
        default -> {
          return false;
        }
      }
      return true;
    }

    private Event event(EventType.Stream stream) {
      required("tenant", tenant);
      required("eventId", eventId);
      required("type", type);
      if (schemaVersion < 0) {
        missing("schemaVersion");
      }
      if (schemaVersion != SCHEMA_VERSION) {
        throw new Malformed(
            RejectionReason.UNSUPPORTED_VERSION,
            "schemaVersion is " + schemaVersion + ", this release reads " + SCHEMA_VERSION);
      }
      if (!hasTs) {
        missing("ts");
      }
      EventType known =
          EventType.ofWireName(type)
              .filter(t -> t.stream() == stream)
              .orElseThrow(
                  () ->
                      new Malformed(
                          RejectionReason.UNKNOWN_TYPE,
                          "type is '" + type + "', not an event of " + stream.topic()));
      return stream == EventType.Stream.SALES ? sale(known) : activity(known);
    }

    private SalesEvent sale(EventType known) {
      required("orderId", orderId);
      required("currency", currency);
      if (known == EventType.ORDER_PLACED && lines.isEmpty()) {
        throw new Malformed(
            RejectionReason.MISSING_FIELD, "lines is missing or empty, order_placed needs one");
      }
      return new SalesEvent(
          tenant,
          eventId,
          known,
          SCHEMA_VERSION,
          ts,
          customerId,
          orderId,
          currency,
          lines,
          amount,
          payment,
          shipTo,
          device,
          channel);
    }

    private CustomerEvent activity(EventType known) {
      required("customerId", customerId);
      return new CustomerEvent(
          tenant,
          eventId,
          known,
          SCHEMA_VERSION,
          ts,
          customerId,
          sessionId,
          sku,
          text,
          device,
          channel);
    }

    private List<OrderLine> lines() throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return List.of();
      }
      if (in.currentToken() != JsonToken.START_ARRAY) {
        throw wrongType("lines", "an array");
      }
      List<OrderLine> read = new ArrayList<>(4);
      while (in.nextToken() != JsonToken.END_ARRAY) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
          throw wrongType("lines[" + read.size() + "]", "an object");
        }
        read.add(line());
      }
      return read;
    }

    private OrderLine line() throws IOException {
      String lineSku = null;
      long qty = -1;
      boolean hasQty = false;
      long unitPrice = -1;
      boolean hasPrice = false;
      long unitCost = OrderLine.UNKNOWN_COST;
      long discount = 0;
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String field = in.currentName();
        in.nextToken();
        switch (field) {
          case "sku" -> lineSku = string(field);
          case "qty" -> {
            qty = integer(field);
            hasQty = true;
          }
          case "unitPrice" -> {
            unitPrice = integer(field);
            hasPrice = true;
          }
          case "unitCost" -> unitCost = optionalAmount(field, OrderLine.UNKNOWN_COST);
          case "discount" -> discount = optionalAmount(field, 0);
          default -> in.skipChildren();
        }
      }
      required("lines[].sku", lineSku);
      if (!hasQty) {
        missing("lines[].qty");
      }
      if (!hasPrice) {
        missing("lines[].unitPrice");
      }
      if (qty < Integer.MIN_VALUE || qty > Integer.MAX_VALUE) {
        throw outOfRange("lines[].qty", Long.toString(qty), "1 to " + EventContract.MAX_QTY);
      }
      return new OrderLine(lineSku, (int) qty, unitPrice, unitCost, discount);
    }

    private String string(String field) throws IOException {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        throw wrongType(field, "a string");
      }
      String text = in.getText();
      if (!isUnicode(text)) {
        throw new Malformed(
            RejectionReason.NOT_JSON, field + " has half of a surrogate pair, which is no text");
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

    private String optionalString(String field) throws IOException {
      return in.currentToken() == JsonToken.VALUE_NULL ? null : string(field);
    }

    private long integer(String field) throws IOException {
      if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw wrongType(field, "an integer");
      }
      if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        throw outOfRange(field, in.getText(), "an integer of 64 bits");
      }
      return in.getLongValue();
    }

    /** Absent and {@code null} read as {@code absent}; a stated negative amount is refused here. */
    private long optionalAmount(String field, long absent) throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return absent;
      }
      long amount = integer(field);
      if (amount < 0) {
        throw outOfRange(field, Long.toString(amount), "at least 0");
      }
      return amount;
    }

    private Malformed wrongType(String field, String expected) {
      return new Malformed(
          RejectionReason.WRONG_TYPE, field + " is " + in.currentToken() + ", must be " + expected);
    }

    private static Malformed outOfRange(String field, String value, String rule) {
      return new Malformed(
          RejectionReason.OUT_OF_RANGE, field + " is " + value + ", must be " + rule);
    }

    private static void required(String field, String value) {
      if (value == null) {
        missing(field);
      }
    }

    private static void missing(String field) {
      throw new Malformed(RejectionReason.MISSING_FIELD, field + " is missing");
    }
  }
}
