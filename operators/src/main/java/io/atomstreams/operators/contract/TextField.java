package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SalesEvent;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/**
 * A text of an event, as its JSON field is called. What says who or what an event is about cannot
 * be repaired: a constant there would make one of many.
 */
public enum TextField {
  TENANT("tenant", false, Event::tenant, Event::tenant),
  EVENT_ID("eventId", false, Event::eventId, Event::eventId),
  CUSTOMER_ID("customerId", false, Event::customerId, Event::customerId),
  ORDER_ID("orderId", false, SalesEvent::orderId, null),
  CURRENCY("currency", false, SalesEvent::currency, null),
  PAYMENT("payment", true, SalesEvent::payment, null),
  SHIP_TO("shipTo", true, SalesEvent::shipTo, null),
  SESSION_ID("sessionId", true, null, CustomerEvent::sessionId),
  SKU("sku", true, null, CustomerEvent::sku),
  TEXT("text", true, null, CustomerEvent::text),
  DEVICE("device", true, SalesEvent::device, CustomerEvent::device),
  CHANNEL("channel", true, SalesEvent::channel, CustomerEvent::channel);

  private final String wireName;
  private final boolean repairable;

  @SuppressWarnings("ImmutableEnumChecker") // the functions above hold nothing
  private final Function<SalesEvent, String> ofSale;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<CustomerEvent, String> ofActivity;

  TextField(
      String wireName,
      boolean repairable,
      Function<SalesEvent, String> ofSale,
      Function<CustomerEvent, String> ofActivity) {
    this.wireName = wireName;
    this.repairable = repairable;
    this.ofSale = ofSale;
    this.ofActivity = ofActivity;
  }

  public String wireName() {
    return wireName;
  }

  boolean isRepairable() {
    return repairable;
  }

  /** The types of events that have it. */
  public Set<EventType> types() {
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    for (EventType type : EventType.values()) {
      if ((type.stream() == EventType.Stream.SALES ? ofSale : ofActivity) != null) {
        types.add(type);
      }
    }
    return types;
  }

  /** Its text, {@code null} if not said. */
  String of(Event event) {
    return event instanceof SalesEvent sale
        ? ofSale.apply(sale)
        : ofActivity.apply((CustomerEvent) event);
  }

  /** The event with another text here. */
  Event with(Event event, String text) {
    return event instanceof SalesEvent sale ? with(sale, text) : with((CustomerEvent) event, text);
  }

  private SalesEvent with(SalesEvent sale, String text) {
    return new SalesEvent(
        sale.tenant(),
        sale.eventId(),
        sale.type(),
        sale.schemaVersion(),
        sale.ts(),
        sale.customerId(),
        sale.orderId(),
        sale.currency(),
        sale.lines(),
        sale.amount(),
        this == PAYMENT ? text : sale.payment(),
        this == SHIP_TO ? text : sale.shipTo(),
        this == DEVICE ? text : sale.device(),
        this == CHANNEL ? text : sale.channel(),
        sale.repaired());
  }

  private CustomerEvent with(CustomerEvent event, String text) {
    return new CustomerEvent(
        event.tenant(),
        event.eventId(),
        event.type(),
        event.schemaVersion(),
        event.ts(),
        event.customerId(),
        this == SESSION_ID ? text : event.sessionId(),
        this == SKU ? text : event.sku(),
        this == TEXT ? text : event.text(),
        this == DEVICE ? text : event.device(),
        this == CHANNEL ? text : event.channel(),
        event.repaired());
  }
}
