package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.SalesEvent;
import java.util.Arrays;
import java.util.Optional;

/** A number an event carries, as an integer in its unit. */
public enum Measure {
  /** 1 for every event. */
  ONE("one"),
  /** What the customer pays for the order's lines, minor units; 0 for an event without lines. */
  ORDER_VALUE("order_value"),
  /** The money the event states it moves, else its lines' value, minor units. */
  AMOUNT("amount"),
  /** Pieces over all lines. */
  UNITS("units"),
  /** Number of lines. */
  LINES("lines");

  private final String yamlName;

  Measure(String yamlName) {
    this.yamlName = yamlName;
  }

  public String yamlName() {
    return yamlName;
  }

  public static Optional<Measure> ofYamlName(String name) {
    return Arrays.stream(values()).filter(m -> m.yamlName.equals(name)).findFirst();
  }

  long of(Event event) {
    if (this == ONE) {
      return 1;
    }
    if (!(event instanceof SalesEvent sale)) {
      return 0;
    }
    return switch (this) {
      case ONE -> 1;
      case ORDER_VALUE -> sale.linesValue();
      case AMOUNT -> sale.value();
      case UNITS -> sale.units();
      case LINES -> sale.lines().size();
    };
  }
}
