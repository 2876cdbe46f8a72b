package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import java.util.List;

/** One event while it is read. */
final class EventDraft implements Draft {

  private String tenant;
  private String eventId;
  private String type;
  private String customerId;
  private String device;
  private String channel;
  private String orderId;
  private String currency;
  private String payment;
  private String shipTo;
  private String sessionId;
  private String sku;
  private String text;
  private long schemaVersion = -1;
  private long ts;
  private boolean hasTs;
  private long amount = EventField.AMOUNT.absent();
  private List<OrderLine> lines = List.of();

  @Override
  public void put(EventField field, String value) {
    switch (field) {
      case TENANT -> tenant = value;
      case EVENT_ID -> eventId = value;
      case TYPE -> type = value;
      case CUSTOMER_ID -> customerId = value;
      case DEVICE -> device = value;
      case CHANNEL -> channel = value;
      case ORDER_ID -> orderId = value;
      case CURRENCY -> currency = value;
      case PAYMENT -> payment = value;
      case SHIP_TO -> shipTo = value;
      case SESSION_ID -> sessionId = value;
      case SKU -> sku = value;
      case TEXT -> text = value;
      default -> throw new IllegalArgumentException(field + " is no text of an event");
    }
  }

  @Override
  public void put(EventField field, long number) {
    switch (field) {
      case SCHEMA_VERSION -> schemaVersion = number;
      case TS -> {
        ts = number;
        hasTs = true;
      }
      case AMOUNT -> amount = number;
      default -> throw new IllegalArgumentException(field + " is no number of an event");
    }
  }

  @Override
  public void put(EventField field, List<OrderLine> read) {
    lines = read;
  }

  /**
   * The event.
   *
   * @throws MalformedEvent if a field is missing, or the version or type is not one to be read
   */
  Event event(EventType.Stream stream) {
    required("tenant", tenant);
    required("eventId", eventId);
    required("type", type);
    if (schemaVersion < 0) {
      throw MalformedEvent.missing("schemaVersion");
    }
    if (schemaVersion != EventDecoder.SCHEMA_VERSION) {
      throw new MalformedEvent(
          RejectionReason.UNSUPPORTED_VERSION,
          "schemaVersion is "
              + schemaVersion
              + ", this release reads "
              + EventDecoder.SCHEMA_VERSION,
          "this release reads schemaVersion " + EventDecoder.SCHEMA_VERSION);
    }
    if (!hasTs) {
      throw MalformedEvent.missing("ts");
    }
    EventType known = EventType.ofWireName(type).orElse(null);
    if (known == null || known.stream() != stream) {
      throw new MalformedEvent(
          RejectionReason.UNKNOWN_TYPE,
          "type is '" + type + "', not an event of " + stream.topic(),
          "type is not an event of " + stream.topic());
    }
    return stream == EventType.Stream.SALES ? sale(known) : activity(known);
  }

  private SalesEvent sale(EventType known) {
    required("orderId", orderId);
    required("currency", currency);
    if (known == EventType.ORDER_PLACED && lines.isEmpty()) {
      throw new MalformedEvent(
          RejectionReason.MISSING_FIELD, "lines is missing or empty, order_placed needs one");
    }
    return new SalesEvent(
        tenant,
        eventId,
        known,
        EventDecoder.SCHEMA_VERSION,
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
        EventDecoder.SCHEMA_VERSION,
        ts,
        customerId,
        sessionId,
        sku,
        text,
        device,
        channel);
  }

  private static void required(String field, String value) {
    if (value == null) {
      throw MalformedEvent.missing(field);
    }
  }
}
