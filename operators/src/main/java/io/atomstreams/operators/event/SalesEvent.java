package io.atomstreams.operators.event;

import java.util.ArrayList;
import java.util.List;

/**
 * One step in the life of an order. Money is in minor units of {@code currency}.
 *
 * @param currency ISO 4217 code
 * @param lines the articles; never empty for {@link EventType#ORDER_PLACED}, may be empty otherwise
 * @param amount the money this step moves where it is stated (paid, refunded, …), or {@link
 *     #NO_AMOUNT}: then the lines' value stands
 * @param payment payment method or token, {@code null} if not said
 * @param shipTo ISO 3166 country or free region code, {@code null} if not said
 */
public record SalesEvent(
    String tenant,
    String eventId,
    EventType type,
    int schemaVersion,
    long ts,
    String customerId,
    String orderId,
    String currency,
    List<OrderLine> lines,
    long amount,
    String payment,
    String shipTo,
    String device,
    String channel,
    List<String> repaired)
    implements Event {

  public static final long NO_AMOUNT = -1;

  /** An event that no rule has repaired. */
  public SalesEvent(
      String tenant,
      String eventId,
      EventType type,
      int schemaVersion,
      long ts,
      String customerId,
      String orderId,
      String currency,
      List<OrderLine> lines,
      long amount,
      String payment,
      String shipTo,
      String device,
      String channel) {
    this(
        tenant,
        eventId,
        type,
        schemaVersion,
        ts,
        customerId,
        orderId,
        currency,
        lines,
        amount,
        payment,
        shipTo,
        device,
        channel,
        List.of());
  }

  @Override
  public SalesEvent repairedBy(String rule) {
    List<String> rules = new ArrayList<>(repaired);
    rules.add(rule);
    return new SalesEvent(
        tenant,
        eventId,
        type,
        schemaVersion,
        ts,
        customerId,
        orderId,
        currency,
        lines,
        amount,
        payment,
        shipTo,
        device,
        channel,
        List.copyOf(rules));
  }

  /** Sum of the lines' values, minor units. */
  public long linesValue() {
    long sum = 0;
    for (int i = 0; i < lines.size(); i++) {
      sum += lines.get(i).value();
    }
    return sum;
  }

  /** The stated amount, else the lines' value, minor units. */
  public long value() {
    return amount == NO_AMOUNT ? linesValue() : amount;
  }

  /** Units over all lines. */
  public long units() {
    long sum = 0;
    for (int i = 0; i < lines.size(); i++) {
      sum += lines.get(i).qty();
    }
    return sum;
  }
}
