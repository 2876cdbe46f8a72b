package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Events and rules as the tests of contracts need them. */
public final class ContractEvents {

  public static final long HOUR = 3_600_000;

  static final Set<EventType> ORDERS = Set.of(EventType.ORDER_PLACED);

  private ContractEvents() {}

  /** A customer's order with a line of each quantity, each at 100 a piece. */
  public static SalesEvent order(String customer, String id, long ts, long... quantities) {
    List<OrderLine> lines = new ArrayList<>();
    for (long quantity : quantities) {
      lines.add(new OrderLine("sku", (int) quantity, 100, OrderLine.UNKNOWN_COST, 0));
    }
    return new SalesEvent(
        "acme",
        id,
        EventType.ORDER_PLACED,
        1,
        ts,
        customer,
        "o-" + id,
        "EUR",
        lines,
        SalesEvent.NO_AMOUNT,
        "card",
        null,
        "web",
        null);
  }

  public static SalesEvent order(String id, long ts, long... quantities) {
    return order("c1", id, ts, quantities);
  }

  public static CustomerEvent view(String customer, String id, long ts, String device) {
    return new CustomerEvent(
        "acme", id, EventType.PAGE_VIEW, 1, ts, customer, null, null, id, device, null);
  }

  /** Quantities of 1 to 10 are right; others become the median of the latest right ones. */
  public static ImputedNumber quantity(int latest, NumberRule.Repair meanwhile) {
    return new ImputedNumber(
        new NumberRule(
            "qty_usual",
            NumberField.QTY.types(),
            NumberField.QTY,
            new NumberRule.Range(false, 1, 10),
            meanwhile),
        latest);
  }

  /** Devices are ios and web; another becomes the customer's last. */
  public static ImputedText device(String meanwhile) {
    return new ImputedText(
        new TextRule(
            "device_known",
            TextField.DEVICE.types(),
            TextField.DEVICE,
            new TextRule.Allowed(true, Set.of("ios", "web"), null, 0),
            meanwhile));
  }

  /** Quantities up to so many times the customer's usual most. */
  public static UsualRange usual(int times, boolean winsorises) {
    return new UsualRange(
        "qty_of_customer",
        ORDERS,
        NumberField.QTY,
        new UsualRange.Bounds(10, 90, times, 10),
        winsorises);
  }

  /** Quantities of each line. */
  static List<Integer> quantities(io.atomstreams.operators.event.Event order) {
    return ((SalesEvent) order).lines().stream().map(OrderLine::qty).toList();
  }
}
