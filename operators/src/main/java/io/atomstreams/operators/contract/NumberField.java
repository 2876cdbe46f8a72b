package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.validation.EventContract;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/** A number of a sales event, or of each of its lines, as the JSON fields are called. */
public enum NumberField {
  AMOUNT("amount", EventContract.MAX_ORDER_MONEY, SalesEvent.NO_AMOUNT, null),
  QTY("lines.qty", EventContract.MAX_QTY, Long.MIN_VALUE, OrderLine::qty),
  UNIT_PRICE("lines.unitPrice", EventContract.MAX_UNIT_MONEY, Long.MIN_VALUE, OrderLine::unitPrice),
  UNIT_COST(
      "lines.unitCost", EventContract.MAX_UNIT_MONEY, OrderLine.UNKNOWN_COST, OrderLine::unitCost),
  DISCOUNT("lines.discount", EventContract.MAX_ORDER_MONEY, Long.MIN_VALUE, OrderLine::discount);

  private final String wireName;
  private final long most;
  private final long absent;

  @SuppressWarnings("ImmutableEnumChecker") // the functions above hold nothing
  private final ToLongFunction<OrderLine> ofLine;

  NumberField(String wireName, long most, long absent, ToLongFunction<OrderLine> ofLine) {
    this.wireName = wireName;
    this.most = most;
    this.absent = absent;
    this.ofLine = ofLine;
  }

  public String wireName() {
    return wireName;
  }

  /** The greatest value that any event may have. */
  public long most() {
    return most;
  }

  /** Whether the number stands for its absence. */
  boolean isAbsent(long number) {
    return number == absent;
  }

  /** The types of events that have it. */
  public Set<EventType> types() {
    Set<EventType> types = EnumSet.allOf(EventType.class);
    types.removeIf(type -> type.stream() != EventType.Stream.SALES);
    return types;
  }

  /** How many of them the event has. */
  int count(SalesEvent sale) {
    return ofLine == null ? 1 : sale.lines().size();
  }

  long of(SalesEvent sale, int i) {
    return ofLine == null ? sale.amount() : ofLine.applyAsLong(sale.lines().get(i));
  }

  /** The event with each of these numbers changed. */
  SalesEvent with(SalesEvent sale, LongUnaryOperator change) {
    return new SalesEvent(
        sale.tenant(),
        sale.eventId(),
        sale.type(),
        sale.schemaVersion(),
        sale.ts(),
        sale.customerId(),
        sale.orderId(),
        sale.currency(),
        this == AMOUNT ? sale.lines() : lines(sale.lines(), change),
        this == AMOUNT ? change.applyAsLong(sale.amount()) : sale.amount(),
        sale.payment(),
        sale.shipTo(),
        sale.device(),
        sale.channel(),
        sale.repaired());
  }

  private List<OrderLine> lines(List<OrderLine> lines, LongUnaryOperator change) {
    List<OrderLine> changed = new ArrayList<>(lines.size());
    for (OrderLine line : lines) {
      changed.add(
          new OrderLine(
              line.sku(),
              this == QTY ? (int) change.applyAsLong(line.qty()) : line.qty(),
              this == UNIT_PRICE ? change.applyAsLong(line.unitPrice()) : line.unitPrice(),
              this == UNIT_COST ? change.applyAsLong(line.unitCost()) : line.unitCost(),
              this == DISCOUNT ? change.applyAsLong(line.discount()) : line.discount()));
    }
    return changed;
  }
}
