package io.atomstreams.operators.profile;

import java.util.Locale;

/** What a JSON value is. */
public enum ValueType {
  NULL(0),
  BOOLEAN(1),
  /** A number without fraction or exponent. */
  INTEGER(2),
  DECIMAL(3),
  TEXT(4),
  OBJECT(5),
  ARRAY(6);

  private final int place;

  ValueType(int place) {
    this.place = place;
  }

  /** Where its count is stored: for ever; a new type takes the next place. */
  int place() {
    return place;
  }

  public boolean isNumber() {
    return this == INTEGER || this == DECIMAL;
  }

  /** Whether values of it have a text of their own and are told apart by it. */
  public boolean isScalar() {
    return this != NULL && this != OBJECT && this != ARRAY;
  }

  /** Name in records and reports. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
