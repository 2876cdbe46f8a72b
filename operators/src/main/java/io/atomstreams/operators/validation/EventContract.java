package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The values an event may have. The same bounds stand in the published JSON Schemas; the two are
 * tested against each other.
 */
public final class EventContract implements Serializable {

  public static final int MAX_TENANT = 64;
  public static final int MAX_ID = 128;
  public static final int MAX_SKU = 64;
  public static final int MAX_LABEL = 128;
  public static final int MAX_TEXT = 10_000;
  public static final int MAX_LINES = 5_000;
  public static final int MAX_QTY = 1_000_000;
  public static final long MAX_UNIT_MONEY = 1_000_000_000L;
  public static final long MAX_ORDER_MONEY = 1_000_000_000_000L;

  private static final long serialVersionUID = 1;

  /**
   * The bounds of event time.
   *
   * @param earliest events before this are refused
   * @param maxAhead how far event time may run ahead of the event clock
   */
  public record Options(Instant earliest, Duration maxAhead, EventClock clock)
      implements Serializable {

    public Options {
      if (maxAhead.isNegative()) {
        throw new IllegalArgumentException("validation.maxAhead is " + maxAhead + ", must be >= 0");
      }
    }
  }

  /** The characters a tenant's name may have, by code. */
  private static final boolean[] PLAIN = new boolean['z' + 1];

  static {
    Arrays.fill(PLAIN, 'a', 'z' + 1, true);
    Arrays.fill(PLAIN, 'A', 'Z' + 1, true);
    Arrays.fill(PLAIN, '0', '9' + 1, true);
    PLAIN['.'] = true;
    PLAIN['_'] = true;
    PLAIN['-'] = true;
  }

  private final long earliest;
  private final long maxAhead;
  private final EventClock clock;

  public EventContract(Options options) {
    this.earliest = options.earliest().toEpochMilli();
    this.maxAhead = options.maxAhead().toMillis();
    this.clock = options.clock();
  }

  /**
   * Returns why the event is refused, or empty.
   *
   * @param appendedAt the broker's time of the record, ms
   */
  public Optional<Decoded.Rejected> check(Event event, long appendedAt) {
    Decoded.Rejected refused = time(event.ts(), appendedAt);
    return refused == null ? checkValues(event) : Optional.of(refused);
  }

  /** Returns why the event is refused, whatever its time, or empty. */
  public static Optional<Decoded.Rejected> checkValues(Event event) {
    Decoded.Rejected refused = identity(event);
    if (refused == null) {
      refused = event instanceof SalesEvent sale ? sale(sale) : activity((CustomerEvent) event);
    }
    return Optional.ofNullable(refused);
  }

  /** Event time when the broker's clock shows this time, ms. */
  long now(long appendedAt) {
    return clock.now(appendedAt);
  }

  private Decoded.Rejected time(long ts, long appendedAt) {
    long latest = clock.now(appendedAt) + maxAhead;
    if (ts < earliest || ts > latest) {
      return new Decoded.Rejected(
          RejectionReason.TIMESTAMP_OUT_OF_BOUNDS,
          "ts is %d, must be between %d and %d".formatted(ts, earliest, latest),
          "ts must be between %d and %d".formatted(earliest, latest));
    }
    return null;
  }

  private static Decoded.Rejected identity(Event event) {
    String tenant = event.tenant();
    Decoded.Rejected refused = length("tenant", tenant, 1, MAX_TENANT);
    if (refused == null && !plain(tenant)) {
      refused = outOfRange("tenant", tenant, "letters, digits, '.', '_' and '-' only");
    }
    if (refused == null) {
      refused = length("eventId", event.eventId(), 1, MAX_ID);
    }
    return refused == null ? length("customerId", event.customerId(), 1, MAX_ID) : refused;
  }

  private static Decoded.Rejected sale(SalesEvent sale) {
    Decoded.Rejected refused = length("orderId", sale.orderId(), 1, MAX_ID);
    if (refused == null && !currency(sale.currency())) {
      refused = outOfRange("currency", sale.currency(), "three capital letters (ISO 4217)");
    }
    if (refused == null && sale.lines().size() > MAX_LINES) {
      refused = outOfRange("lines", sale.lines().size() + " lines", "at most " + MAX_LINES);
    }
    for (int i = 0; refused == null && i < sale.lines().size(); i++) {
      refused = line(sale.lines().get(i), i);
    }
    if (refused == null && sale.amount() != SalesEvent.NO_AMOUNT) {
      refused = range("amount", sale.amount(), 0, MAX_ORDER_MONEY);
    }
    if (refused == null) {
      refused = range("the order's value", sale.linesValue(), 0, MAX_ORDER_MONEY);
    }
    if (refused == null) {
      refused = length("payment", sale.payment(), 0, MAX_LABEL);
    }
    if (refused == null) {
      refused = length("shipTo", sale.shipTo(), 0, MAX_LABEL);
    }
    return refused == null ? labels(sale.device(), sale.channel()) : refused;
  }

  private static Decoded.Rejected line(OrderLine line, int i) {
    Decoded.Rejected refused = length("sku", line.sku(), 1, MAX_SKU);
    if (refused == null) {
      refused = range("qty", line.qty(), 1, MAX_QTY);
    }
    if (refused == null) {
      refused = range("unitPrice", line.unitPrice(), 0, MAX_UNIT_MONEY);
    }
    if (refused == null && line.unitCost() != OrderLine.UNKNOWN_COST) {
      refused = range("unitCost", line.unitCost(), 0, MAX_UNIT_MONEY);
    }
    if (refused == null) {
      refused = range("discount", line.discount(), 0, line.qty() * line.unitPrice());
    }
    return refused == null
        ? null
        : new Decoded.Rejected(
            refused.reason(),
            "lines[" + i + "]." + refused.detail(),
            "lines[" + i + "]." + refused.outline());
  }

  private static Decoded.Rejected activity(CustomerEvent event) {
    Decoded.Rejected refused = length("sessionId", event.sessionId(), 0, MAX_ID);
    if (refused == null) {
      refused = length("sku", event.sku(), 0, MAX_SKU);
    }
    if (refused == null) {
      refused = length("text", event.text(), 0, MAX_TEXT);
    }
    return refused == null ? labels(event.device(), event.channel()) : refused;
  }

  private static Decoded.Rejected labels(String device, String channel) {
    Decoded.Rejected refused = length("device", device, 0, MAX_LABEL);
    return refused == null ? length("channel", channel, 0, MAX_LABEL) : refused;
  }

  /** Counts characters as JSON Schema does, by code point: an emoji is one, not two. */
  private static Decoded.Rejected length(String field, String value, int min, int max) {
    if (value == null || (value.length() >= min && value.length() <= max)) {
      return null;
    }
    int characters = value.codePointCount(0, value.length());
    if (characters >= min && characters <= max) {
      return null;
    }
    return outOfRange(field, characters + " characters", min + " to " + max + " characters");
  }

  private static Decoded.Rejected range(String field, long value, long min, long max) {
    return value >= min && value <= max
        ? null
        : outOfRange(field, Long.toString(value), min + " to " + max);
  }

  private static Decoded.Rejected outOfRange(String field, String value, String rule) {
    return new Decoded.Rejected(
        RejectionReason.OUT_OF_RANGE,
        field + " is " + value + ", must be " + rule,
        field + " must be " + rule);
  }

  private static boolean plain(String tenant) {
    for (int i = 0; i < tenant.length(); i++) {
      char c = tenant.charAt(i);
      if (c >= PLAIN.length || !PLAIN[c]) {
        return false;
      }
    }
    return true;
  }

  private static boolean currency(String code) {
    return code.length() == 3
        && isCapital(code.charAt(0))
        && isCapital(code.charAt(1))
        && isCapital(code.charAt(2));
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
