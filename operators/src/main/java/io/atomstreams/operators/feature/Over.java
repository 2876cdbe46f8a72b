package io.atomstreams.operators.feature;

/** How the values of several entities of one kind become one place of the vector. */
public enum Over {
  /** The first entity's: of an order's products the one whose lines are worth most. */
  LARGEST("largest"),
  /** The mean of those that have a value. */
  MEAN("mean"),
  /** The greatest of those that have a value. */
  MAX("max");

  private final String yamlName;

  Over(String yamlName) {
    this.yamlName = yamlName;
  }

  public String yamlName() {
    return yamlName;
  }

  /**
   * Sums up.
   *
   * @param values of the entities, {@code NaN} where one has none
   * @param count how many of them, from the first
   * @return {@code NaN} where there is no value
   */
  float of(float[] values, int count) {
    if (this == LARGEST) {
      return count == 0 ? Float.NaN : values[0];
    }
    double sum = 0;
    int present = 0;
    float greatest = Float.NaN;
    for (int i = 0; i < count; i++) {
      if (!Float.isNaN(values[i])) {
        sum += values[i];
        greatest = present == 0 ? values[i] : Math.max(greatest, values[i]);
        present++;
      }
    }
    return this == MAX || present == 0 ? greatest : (float) (sum / present);
  }
}
