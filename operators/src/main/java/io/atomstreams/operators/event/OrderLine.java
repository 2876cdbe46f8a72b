package io.atomstreams.operators.event;

/**
 * One article of an order. Money is in minor units of the order's currency.
 *
 * @param qty units, at least 1
 * @param unitPrice price of one unit before discount, at least 0 (0 is a free item)
 * @param unitCost purchase cost of one unit, or {@link #UNKNOWN_COST}
 * @param discount what is taken off the whole line, 0 to {@code qty * unitPrice}
 */
public record OrderLine(String sku, int qty, long unitPrice, long unitCost, long discount) {

  public static final long UNKNOWN_COST = -1;

  /** What the customer pays for this line, in minor units. */
  public long value() {
    return qty * unitPrice - discount;
  }
}
