package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;

/** Every field the event schemas name, with the JSON value it takes. */
enum EventField {
  TENANT("tenant", Owner.EVERY_EVENT, Kind.NAME),
  EVENT_ID("eventId", Owner.EVERY_EVENT, Kind.TEXT),
  TYPE("type", Owner.EVERY_EVENT, Kind.NAME),
  SCHEMA_VERSION("schemaVersion", Owner.EVERY_EVENT, Kind.INTEGER),
  TS("ts", Owner.EVERY_EVENT, Kind.INTEGER),
  CUSTOMER_ID("customerId", Owner.EVERY_EVENT, Kind.OPTIONAL_TEXT),
  DEVICE("device", Owner.EVERY_EVENT, Kind.LABEL),
  CHANNEL("channel", Owner.EVERY_EVENT, Kind.LABEL),

  ORDER_ID("orderId", Owner.SALES_EVENT, Kind.TEXT),
  CURRENCY("currency", Owner.SALES_EVENT, Kind.NAME),
  LINES("lines", Owner.SALES_EVENT, Kind.LINES),
  AMOUNT("amount", Owner.SALES_EVENT, Kind.AMOUNT, SalesEvent.NO_AMOUNT),
  PAYMENT("payment", Owner.SALES_EVENT, Kind.OPTIONAL_TEXT),
  SHIP_TO("shipTo", Owner.SALES_EVENT, Kind.LABEL),

  SESSION_ID("sessionId", Owner.CUSTOMER_EVENT, Kind.OPTIONAL_TEXT),
  SKU("sku", Owner.CUSTOMER_EVENT, Kind.OPTIONAL_TEXT),
  TEXT("text", Owner.CUSTOMER_EVENT, Kind.OPTIONAL_TEXT),

  LINE_SKU("sku", Owner.ORDER_LINE, Kind.TEXT),
  QTY("qty", Owner.ORDER_LINE, Kind.INTEGER),
  UNIT_PRICE("unitPrice", Owner.ORDER_LINE, Kind.INTEGER),
  UNIT_COST("unitCost", Owner.ORDER_LINE, Kind.AMOUNT, OrderLine.UNKNOWN_COST),
  DISCOUNT("discount", Owner.ORDER_LINE, Kind.AMOUNT);

  /** The JSON object a field stands in. */
  enum Owner {
    EVERY_EVENT,
    SALES_EVENT,
    CUSTOMER_EVENT,
    ORDER_LINE
  }

  /** The JSON value a field takes. */
  enum Kind {
    /** A string. */
    TEXT,
    /** A string of which few different ones are about. */
    NAME,
    /** A string or {@code null}. */
    OPTIONAL_TEXT,
    /** A string of which few different ones are about, or {@code null}. */
    LABEL,
    /** An integer of 64 bits. */
    INTEGER,
    /** An integer of 64 bits, at least 0, or {@code null}. */
    AMOUNT,
    /** An array of order lines, or {@code null}. */
    LINES
  }

  private final String wireName;
  private final Owner owner;
  private final Kind kind;
  private final long absent;
  private final boolean optional;

  EventField(String wireName, Owner owner, Kind kind) {
    this(wireName, owner, kind, 0);
  }

  EventField(String wireName, Owner owner, Kind kind, long absent) {
    this.wireName = wireName;
    this.owner = owner;
    this.kind = kind;
    this.absent = absent;
    this.optional = kind != Kind.TEXT && kind != Kind.NAME && kind != Kind.INTEGER;
  }

  String wireName() {
    return wireName;
  }

  Owner owner() {
    return owner;
  }

  Kind kind() {
    return kind;
  }

  /** Whether {@code null} may stand for its absence. */
  boolean isOptional() {
    return optional;
  }

  /** What an amount reads as that is missing or {@code null}. */
  long absent() {
    return absent;
  }
}
