package io.atomstreams.operators.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every kind of event the platform reads, its name on the wire and the topic it belongs to. */
public enum EventType {
  ORDER_PLACED(1, "order_placed", Stream.SALES),
  PAID(2, "paid", Stream.SALES),
  SHIPPED(3, "shipped", Stream.SALES),
  CANCELLED(4, "cancelled", Stream.SALES),
  REFUNDED(5, "refunded", Stream.SALES),
  CHARGEBACK(6, "chargeback", Stream.SALES),

  PAGE_VIEW(7, "page_view", Stream.CUSTOMER),
  SEARCH(8, "search", Stream.CUSTOMER),
  CART_ADD(9, "cart_add", Stream.CUSTOMER),
  CART_REMOVE(10, "cart_remove", Stream.CUSTOMER),
  LOGIN(11, "login", Stream.CUSTOMER),
  LOGIN_FAILED(12, "login_failed", Stream.CUSTOMER),
  SIGNUP(13, "signup", Stream.CUSTOMER),
  REVIEW(14, "review", Stream.CUSTOMER),
  TICKET(15, "ticket", Stream.CUSTOMER),
  CONSENT(16, "consent", Stream.CUSTOMER),
  EXPOSURE(17, "exposure", Stream.CUSTOMER),
  CLICK(18, "click", Stream.CUSTOMER);

  /** The input topic, without the installation's prefix. */
  public enum Stream {
    SALES("sales-events"),
    CUSTOMER("customer-events");

    private final String topic;

    Stream(String topic) {
      this.topic = topic;
    }

    public String topic() {
      return topic;
    }
  }

  private static final Map<String, EventType> BY_WIRE_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::wireName, Function.identity()));

  private static final EventType[] BY_CODE = byCode();

  private final int code;
  private final String wireName;
  private final Stream stream;

  EventType(int code, String wireName, Stream stream) {
    this.code = code;
    this.wireName = wireName;
    this.stream = stream;
  }

  /** The value of the field {@code type} in JSON and in YAML. */
  public String wireName() {
    return wireName;
  }

  public Stream stream() {
    return stream;
  }

  /** What stands for the type in packed bytes, 1 to 127; for ever, and never given twice. */
  public int code() {
    return code;
  }

  public static Optional<EventType> ofCode(int code) {
    return code < 0 || code >= BY_CODE.length
        ? Optional.empty()
        : Optional.ofNullable(BY_CODE[code]);
  }

  public static Optional<EventType> ofWireName(String wireName) {
    return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
  }

  private static EventType[] byCode() {
    int last = Arrays.stream(values()).mapToInt(EventType::code).max().orElseThrow();
    EventType[] types = new EventType[last + 1];
    for (EventType type : values()) {
      types[type.code] = type;
    }
    return types;
  }
}
