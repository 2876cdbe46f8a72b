package io.atomstreams.pipelines.simulator;

/**
 * How often something is wrong: for each event the customers caused, the probability of each fault.
 * At most one of them befalls an event, so together they are at most 1. {@code valueOutlier} stands
 * apart: it is the probability for an order of a customer with at least eight earlier ones.
 *
 * @param duplicate see {@link Fault#DUPLICATE}
 * @param outOfOrder see {@link Fault#OUT_OF_ORDER}
 * @param late see {@link Fault#LATE}; the first five days and guests have none
 * @param malformed see {@link Fault#MALFORMED}
 * @param unknownType see {@link Fault#UNKNOWN_TYPE}
 * @param outOfRange see {@link Fault#OUT_OF_RANGE}
 * @param missingField see {@link Fault#MISSING_FIELD}
 * @param future see {@link Fault#FUTURE}
 * @param valueOutlier see {@link Fault#VALUE_OUTLIER}
 */
public record FaultShares(
    double duplicate,
    double outOfOrder,
    double late,
    double malformed,
    double unknownType,
    double outOfRange,
    double missingField,
    double future,
    double valueOutlier) {

  public FaultShares {
    share("duplicate", duplicate);
    share("outOfOrder", outOfOrder);
    share("late", late);
    share("malformed", malformed);
    share("unknownType", unknownType);
    share("outOfRange", outOfRange);
    share("missingField", missingField);
    share("future", future);
    share("valueOutlier", valueOutlier);
    double sum =
        duplicate
            + outOfOrder
            + late
            + malformed
            + unknownType
            + outOfRange
            + missingField
            + future;
    if (sum > 1) {
      throw new IllegalArgumentException(
          "faults: the shares add up to " + sum + ", must be at most 1 (valueOutlier apart)");
    }
  }

  /** A clean stream in order of event time. */
  public static FaultShares none() {
    return new FaultShares(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** Half a per cent of duplicates, one of disorder, little of everything else. */
  public static FaultShares usual() {
    return new FaultShares(0.005, 0.01, 0.001, 0.0005, 0.0005, 0.0005, 0.0005, 0.0002, 0.002);
  }

  /** The probability of a fault that befalls single events. */
  double of(Fault fault) {
    return switch (fault) {
      case DUPLICATE -> duplicate;
      case OUT_OF_ORDER -> outOfOrder;
      case LATE -> late;
      case MALFORMED -> malformed;
      case UNKNOWN_TYPE -> unknownType;
      case OUT_OF_RANGE -> outOfRange;
      case MISSING_FIELD -> missingField;
      case FUTURE -> future;
      case NONE, VALUE_OUTLIER -> 0;
    };
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "faults." + name + " is " + value + ", must be between 0 and 1");
    }
  }
}
