package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.SalesEvent;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an event carries as it is: a number or a name. An event without the name is not counted in a
 * column of that name; one without the number counts 0.
 */
public enum Measure implements Reading {
  /** 1 for every event. */
  ONE("one", Kind.NUMBER),
  /** What the customer pays for the order's lines, minor units; 0 for an event without lines. */
  ORDER_VALUE("order_value", Kind.NUMBER),
  /** The money the event states it moves, else its lines' value, minor units. */
  AMOUNT("amount", Kind.NUMBER),
  /** Pieces over all lines. */
  UNITS("units", Kind.NUMBER),
  /** Number of lines. */
  LINES("lines", Kind.NUMBER),
  /** How many rules have repaired the event; 0 for nearly all. */
  REPAIRS("repairs", Kind.NUMBER),
  /** Whose event it is. */
  CUSTOMER("customer", Kind.NAME),
  /** The article of a customer event. */
  SKU("sku", Kind.NAME),
  /** The client's own session of a customer event. */
  SESSION("session", Kind.NAME),
  DEVICE("device", Kind.NAME),
  CHANNEL("channel", Kind.NAME),
  /** The means of payment of a sale. */
  PAYMENT("payment", Kind.NAME),
  /** Where a sale is sent. */
  SHIP_TO("ship_to", Kind.NAME);

  private enum Kind {
    NUMBER,
    NAME
  }

  private final String yamlName;
  private final Kind kind;

  Measure(String yamlName, Kind kind) {
    this.yamlName = yamlName;
    this.kind = kind;
  }

  public String yamlName() {
    return yamlName;
  }

  @Override
  public String text() {
    return yamlName;
  }

  @Override
  public boolean isName() {
    return kind == Kind.NAME;
  }

  public static Optional<Measure> ofYamlName(String name) {
    return Arrays.stream(values()).filter(m -> m.yamlName.equals(name)).findFirst();
  }

  @Override
  public long of(Event event) {
    if (this == ONE) {
      return 1;
    }
    if (this == REPAIRS) {
      return event.repaired().size();
    }
    if (kind == Kind.NAME) {
      String name = name(event);
      return name == null || name.isEmpty() ? ABSENT : hash(name);
    }
    if (!(event instanceof SalesEvent sale)) {
      return 0;
    }
    return switch (this) {
      case ORDER_VALUE -> sale.linesValue();
      case AMOUNT -> sale.value();
      case UNITS -> sale.units();
      case LINES -> sale.lines().size();
      default -> throw new IllegalStateException(this + " is no number of a sale");
    };
  }

  /** A name as a value. */
  public static long hash(String name) {
    return Math.max(RecentIds.hash(name), ABSENT + 1);
  }

  private String name(Event event) {
    if (this == CUSTOMER) {
      return event.customerId();
    }
    if (event instanceof SalesEvent sale) {
      return switch (this) {
        case DEVICE -> sale.device();
        case CHANNEL -> sale.channel();
        case PAYMENT -> sale.payment();
        case SHIP_TO -> sale.shipTo();
        default -> null;
      };
    }
    if (event instanceof CustomerEvent visit) {
      return switch (this) {
        case DEVICE -> visit.device();
        case CHANNEL -> visit.channel();
        case SKU -> visit.sku();
        case SESSION -> visit.sessionId();
        default -> null;
      };
    }
    return null;
  }
}
