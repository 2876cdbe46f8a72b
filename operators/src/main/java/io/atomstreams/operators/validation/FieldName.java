package io.atomstreams.operators.validation;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The name of one field as bytes, ready to be compared by words of eight: alone, and as its label
 * {@code "name":}, which is how nearly everybody writes it. Either takes two comparisons, whatever
 * the length.
 */
final class FieldName {

  /** A label has at most two words. */
  static final int MAX_LENGTH = 2 * Long.BYTES - "\"\":".length();

  private final EventField field;
  private final int index;
  private final long head;
  private final long tail;
  private final int labelLength;
  private final long labelHead;
  private final long labelHeadBits;
  private final long labelTail;
  private final long labelTailBits;

  /**
   * The name of a field.
   *
   * @param index its place among the fields of the same object, 0 to 63
   */
  FieldName(EventField field, int index) {
    byte[] name = field.wireName().getBytes(US_ASCII);
    if (name.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "field %s has %d bytes, must have at most %d"
              .formatted(field.wireName(), name.length, MAX_LENGTH));
    }
    byte[] label = ('"' + field.wireName() + "\":").getBytes(US_ASCII);
    this.field = field;
    this.index = index;
    this.head = PlainBytes.word(name, 0);
    this.tail = PlainBytes.word(name, Long.BYTES);
    this.labelLength = label.length;
    this.labelHead = PlainBytes.word(label, 0);
    this.labelHeadBits = PlainBytes.bits(label.length);
    this.labelTail = PlainBytes.word(label, Long.BYTES);
    this.labelTailBits = PlainBytes.bits(label.length - Long.BYTES);
  }

  EventField field() {
    return field;
  }

  /** A bit no other field of the same object has. */
  long bit() {
    return 1L << index;
  }

  int index() {
    return index;
  }

  /** The name's first eight bytes, 0 where it has fewer. */
  long head() {
    return head;
  }

  /** Whether this is the name of these first and next eight bytes, 0 where there are fewer. */
  boolean is(long otherHead, long otherTail) {
    return head == otherHead && tail == otherTail;
  }

  int labelLength() {
    return labelLength;
  }

  boolean hasLabelAt(byte[] json, int at) {
    long wrongInHead = (PlainBytes.word(json, at) ^ labelHead) & labelHeadBits;
    long wrongInTail = (PlainBytes.word(json, at + Long.BYTES) ^ labelTail) & labelTailBits;
    return (wrongInHead | wrongInTail) == 0;
  }
}
