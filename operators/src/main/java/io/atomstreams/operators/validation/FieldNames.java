package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.EventType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields one kind of JSON object has, found by name: by a string, or straight from the bytes of
 * the JSON text. A name the object does not have is {@code null}.
 *
 * <p>The bytes are looked up by their first eight, in a table with open addressing: a few ns.
 */
final class FieldNames {

  private static final FieldNames SALES =
      new FieldNames(EventField.Owner.EVERY_EVENT, EventField.Owner.SALES_EVENT);
  private static final FieldNames CUSTOMER =
      new FieldNames(EventField.Owner.EVERY_EVENT, EventField.Owner.CUSTOMER_EVENT);
  private static final FieldNames LINE = new FieldNames(EventField.Owner.ORDER_LINE);

  private static final int SLOTS = 64;

  private final Map<String, EventField> byString = new HashMap<>();
  private final FieldName[] slots = new FieldName[SLOTS];

  private FieldNames(EventField.Owner... owners) {
    List<EventField.Owner> wanted = List.of(owners);
    for (EventField field : EventField.values()) {
      if (wanted.contains(field.owner())) {
        add(field);
      }
    }
  }

  private void add(EventField field) {
    FieldName name = new FieldName(field, byString.size());
    int slot = firstSlot(name.head());
    while (slots[slot] != null) {
      slot = nextSlot(slot);
    }
    slots[slot] = name;
    byString.put(field.wireName(), field);
  }

  /** The fields of an event of this stream. */
  static FieldNames of(EventType.Stream stream) {
    return switch (stream) {
      case SALES -> SALES;
      case CUSTOMER -> CUSTOMER;
    };
  }

  /** The fields of an order line. */
  static FieldNames ofLine() {
    return LINE;
  }

  EventField named(String name) {
    return byString.get(name);
  }

  /** How many fields there are; their names' indexes are below this. */
  int count() {
    return byString.size();
  }

  /** The field's name that stands at {@code from}, {@code length} bytes without a zero. */
  FieldName named(byte[] json, int from, int length) {
    if (length > FieldName.MAX_LENGTH) {
      return null;
    }
    long head = PlainBytes.head(json, from, length);
    long tail = PlainBytes.head(json, from + Long.BYTES, length - Long.BYTES);
    int slot = firstSlot(head);
    FieldName name = slots[slot];
    while (name != null && !name.is(head, tail)) {
      slot = nextSlot(slot);
      name = slots[slot];
    }
    return name;
  }

  private static int firstSlot(long head) {
    return PlainBytes.spread(head) & (SLOTS - 1);
  }

  private static int nextSlot(int slot) {
    return (slot + 1) & (SLOTS - 1);
  }
}
