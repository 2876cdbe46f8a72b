package io.atomstreams.operators.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an expression may name of an event. A text that the event does not have is empty, a number
 * 0, a list empty.
 */
public enum EventVariable {
  /** Its type's name on the wire, e.g. {@code order_placed}. */
  TYPE("type", SimpleType.STRING, e -> e.type().wireName()),
  /** Event time, ms since 1970. */
  TS("ts", SimpleType.INT, Event::ts),
  /** Hour of day, UTC, 0 to 23. */
  HOUR("hour", SimpleType.INT, e -> Math.floorMod(Math.floorDiv(e.ts(), 3_600_000L), 24L)),
  /** Day of week, UTC, 1 (Monday) to 7. */
  WEEKDAY(
      "weekday",
      SimpleType.INT,
      e -> 1 + Math.floorMod(Math.floorDiv(e.ts(), 86_400_000L) + 3, 7L)),
  ORDER_VALUE("order_value", SimpleType.INT, sale(SalesEvent::linesValue, 0L)),
  AMOUNT("amount", SimpleType.INT, sale(SalesEvent::value, 0L)),
  UNITS("units", SimpleType.INT, sale(SalesEvent::units, 0L)),
  LINES("lines", SimpleType.INT, sale(s -> (long) s.lines().size(), 0L)),
  /** How many rules have repaired it. */
  REPAIRS("repairs", SimpleType.INT, e -> (long) e.repaired().size()),
  /** Their names. */
  REPAIRED("repaired", ListType.create(SimpleType.STRING), Event::repaired),
  CUSTOMER("customer", SimpleType.STRING, Event::customerId),
  CURRENCY("currency", SimpleType.STRING, sale(SalesEvent::currency, "")),
  PAYMENT("payment", SimpleType.STRING, sale(SalesEvent::payment, "")),
  SHIP_TO("ship_to", SimpleType.STRING, sale(SalesEvent::shipTo, "")),
  SKUS("skus", ListType.create(SimpleType.STRING), EventVariable::skus),
  SKU("sku", SimpleType.STRING, visit(CustomerEvent::sku)),
  SESSION("session", SimpleType.STRING, visit(CustomerEvent::sessionId)),
  TEXT("text", SimpleType.STRING, visit(CustomerEvent::text)),
  DEVICE("device", SimpleType.STRING, EventVariable::device),
  CHANNEL("channel", SimpleType.STRING, EventVariable::channel);

  private static final Map<String, EventVariable> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(EventVariable::variable, v -> v));

  private final String variable;
  private final CelType type;

  @SuppressWarnings("ImmutableEnumChecker") // the functions above hold nothing
  private final Function<Event, Object> value;

  EventVariable(String variable, CelType type, Function<Event, Object> value) {
    this.variable = variable;
    this.type = type;
    this.value = value;
  }

  /** Its name in an expression. */
  public String variable() {
    return variable;
  }

  /** Whether an expression may name it. */
  public static boolean is(String name) {
    return BY_NAME.containsKey(name);
  }

  CelType type() {
    return type;
  }

  static Optional<Object> find(String name, Event event) {
    EventVariable variable = BY_NAME.get(name);
    if (variable == null) {
      return Optional.empty();
    }
    Object value = variable.value.apply(event);
    return Optional.of(value == null ? "" : value);
  }

  private static Function<Event, Object> sale(Function<SalesEvent, Object> value, Object none) {
    return event -> event instanceof SalesEvent sale ? value.apply(sale) : none;
  }

  private static Function<Event, Object> visit(Function<CustomerEvent, Object> value) {
    return event -> event instanceof CustomerEvent visit ? value.apply(visit) : "";
  }

  /** The articles of a sale's lines, or the one of a customer event. */
  private static List<String> skus(Event event) {
    if (event instanceof SalesEvent sale) {
      return sale.lines().stream().map(OrderLine::sku).toList();
    }
    return event instanceof CustomerEvent visit && visit.sku() != null
        ? List.of(visit.sku())
        : List.of();
  }

  private static String device(Event event) {
    return event instanceof SalesEvent sale ? sale.device() : ((CustomerEvent) event).device();
  }

  private static String channel(Event event) {
    return event instanceof SalesEvent sale ? sale.channel() : ((CustomerEvent) event).channel();
  }
}
