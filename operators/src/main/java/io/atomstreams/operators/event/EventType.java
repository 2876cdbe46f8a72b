package io.atomstreams.operators.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every kind of event the platform reads, its name on the wire and the topic it belongs to. */
public enum EventType {
  ORDER_PLACED("order_placed", Stream.SALES),
  PAID("paid", Stream.SALES),
  SHIPPED("shipped", Stream.SALES),
  CANCELLED("cancelled", Stream.SALES),
  REFUNDED("refunded", Stream.SALES),
  CHARGEBACK("chargeback", Stream.SALES),

  PAGE_VIEW("page_view", Stream.CUSTOMER),
  SEARCH("search", Stream.CUSTOMER),
  CART_ADD("cart_add", Stream.CUSTOMER),
  CART_REMOVE("cart_remove", Stream.CUSTOMER),
  LOGIN("login", Stream.CUSTOMER),
  LOGIN_FAILED("login_failed", Stream.CUSTOMER),
  SIGNUP("signup", Stream.CUSTOMER),
  REVIEW("review", Stream.CUSTOMER),
  TICKET("ticket", Stream.CUSTOMER),
  CONSENT("consent", Stream.CUSTOMER),
  EXPOSURE("exposure", Stream.CUSTOMER),
  CLICK("click", Stream.CUSTOMER);

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

  private final String wireName;
  private final Stream stream;

  EventType(String wireName, Stream stream) {
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

  public static Optional<EventType> ofWireName(String wireName) {
    return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
  }
}
