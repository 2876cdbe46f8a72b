package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.OrderLine;
import java.util.List;

/** One order line while it is read. */
final class LineDraft implements Draft {

  private String sku;
  private long qty;
  private boolean hasQty;
  private long unitPrice;
  private boolean hasUnitPrice;
  private long unitCost = EventField.UNIT_COST.absent();
  private long discount = EventField.DISCOUNT.absent();

  @Override
  public void put(EventField field, String text) {
    sku = text;
  }

  @Override
  public void put(EventField field, long number) {
    switch (field) {
      case QTY -> {
        qty = number;
        hasQty = true;
      }
      case UNIT_PRICE -> {
        unitPrice = number;
        hasUnitPrice = true;
      }
      case UNIT_COST -> unitCost = number;
      case DISCOUNT -> discount = number;
      default -> throw new IllegalArgumentException(field + " is no number of an order line");
    }
  }

  @Override
  public void put(EventField field, List<OrderLine> lines) {
    throw new IllegalArgumentException("an order line has no lines of its own");
  }

  /**
   * The line.
   *
   * @throws MalformedEvent if a field is missing or the quantity is no {@code int}
   */
  OrderLine line() {
    if (sku == null) {
      throw MalformedEvent.missing("lines[].sku");
    }
    if (!hasQty) {
      throw MalformedEvent.missing("lines[].qty");
    }
    if (!hasUnitPrice) {
      throw MalformedEvent.missing("lines[].unitPrice");
    }
    if (qty < Integer.MIN_VALUE || qty > Integer.MAX_VALUE) {
      throw MalformedEvent.outOfRange(
          "lines[].qty", Long.toString(qty), "1 to " + EventContract.MAX_QTY);
    }
    return new OrderLine(sku, (int) qty, unitPrice, unitCost, discount);
  }
}
