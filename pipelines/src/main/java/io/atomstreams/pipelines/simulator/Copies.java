package io.atomstreams.pipelines.simulator;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.SalesEvent;

/** Events like another one, with an id of their own. */
final class Copies {

  private Copies() {}

  static Event of(Event event, String suffix, long ts) {
    if (event instanceof SalesEvent sale) {
      return copy(sale, suffix, ts, sale.orderId());
    }
    CustomerEvent did = (CustomerEvent) event;
    return new CustomerEvent(
        did.tenant(),
        did.eventId() + suffix,
        did.type(),
        did.schemaVersion(),
        ts,
        did.customerId(),
        did.sessionId(),
        did.sku(),
        did.text(),
        did.device(),
        did.channel());
  }

  /** A step of another order of the same customer. */
  static SalesEvent ofOrder(SalesEvent sale, String suffix, long ts) {
    return copy(sale, suffix, ts, sale.orderId() + suffix);
  }

  private static SalesEvent copy(SalesEvent sale, String suffix, long ts, String orderId) {
    return new SalesEvent(
        sale.tenant(),
        sale.eventId() + suffix,
        sale.type(),
        sale.schemaVersion(),
        ts,
        sale.customerId(),
        orderId,
        sale.currency(),
        sale.lines(),
        sale.amount(),
        sale.payment(),
        sale.shipTo(),
        sale.device(),
        sale.channel());
  }
}
