package io.atomstreams.operators.privacy;

/**
 * The fields of an event that may become a pseudonym: texts that name somebody or something of
 * theirs. {@code tenant} is not among them since it separates the pseudonyms of one shop from those
 * of another, nor are articles, which the catalogue names.
 */
public enum PersonalField {
  EVENT_ID("eventId"),
  CUSTOMER_ID("customerId"),
  ORDER_ID("orderId"),
  PAYMENT("payment"),
  SHIP_TO("shipTo"),
  SESSION_ID("sessionId"),
  DEVICE("device"),
  CHANNEL("channel");

  private final String wireName;

  PersonalField(String wireName) {
    this.wireName = wireName;
  }

  /** Its name in JSON and in YAML; part of what is hashed, so for ever. */
  public String wireName() {
    return wireName;
  }
}
