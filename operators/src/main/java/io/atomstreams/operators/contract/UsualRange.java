package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SalesEvent;
import java.io.Serializable;
import java.util.Set;

/**
 * A number that must lie where the customer's numbers usually do: between two quantiles of them,
 * stretched by a factor. Numbers beyond are refused or winsorised: the bound stands for them. All
 * numbers are learnt from, those beyond too, as they came: else a range that was too narrow once
 * could never widen.
 *
 * @param winsorises whether the bound stands for a number beyond; otherwise the event is refused
 */
public record UsualRange(
    String name, Set<EventType> on, NumberField field, Bounds bounds, boolean winsorises)
    implements HistoryRule {

  /**
   * Where the range ends.
   *
   * @param lowPercent the quantile below which is beyond, 1 to 99; 0: none
   * @param highPercent the quantile above which is beyond, 1 to 99; 100: none
   * @param times the upper bound is so many times the quantile, the lower one so many times less
   * @param minimum how many numbers must be known before anything is beyond
   */
  public record Bounds(int lowPercent, int highPercent, int times, int minimum)
      implements Serializable {

    private static final int MOST_TIMES = 1_000;

    public Bounds {
      if (lowPercent < 0 || highPercent > 100 || lowPercent >= highPercent) {
        throw new IllegalArgumentException(
            "lowPercent is %d and highPercent %d, must be 0 to 100 and the first less"
                .formatted(lowPercent, highPercent));
      }
      if (lowPercent == 0 && highPercent == 100) {
        throw new IllegalArgumentException("it asks nothing; give lowPercent or highPercent");
      }
      if (times < 1 || times > MOST_TIMES || minimum < 2 || minimum > NumberSketch.MOST / 2) {
        throw new IllegalArgumentException(
            "times is %d and minimum %d, must be 1 to %d and 2 to %d"
                .formatted(times, minimum, MOST_TIMES, NumberSketch.MOST / 2));
      }
    }

    private long least(NumberSketch sketch) {
      return lowPercent == 0 ? Long.MIN_VALUE : sketch.quantile(lowPercent) / times;
    }

    private long most(NumberSketch sketch) {
      return highPercent == 100 ? Long.MAX_VALUE : sketch.quantile(highPercent) * times;
    }
  }

  public UsualRange {
    ContractRule.check(name, on);
    on = Set.copyOf(on);
  }

  @Override
  public boolean repairs() {
    return winsorises;
  }

  @Override
  public Memory.Form form() {
    return Memory.Form.SKETCH;
  }

  @Override
  public String violation(Event event, Memory memory) {
    NumberSketch sketch = (NumberSketch) memory;
    if (sketch.total() < bounds.minimum()) {
      return null;
    }
    SalesEvent sale = (SalesEvent) event;
    long least = bounds.least(sketch);
    long most = bounds.most(sketch);
    for (int i = 0; i < field.count(sale); i++) {
      long number = field.of(sale, i);
      if (!field.isAbsent(number) && within(number, least, most) != number) {
        return field.wireName()
            + (number > most ? " is above" : " is below")
            + " what is usual for the customer";
      }
    }
    return null;
  }

  @Override
  public Event repaired(Event event, Memory memory) {
    NumberSketch sketch = (NumberSketch) memory;
    long least = bounds.least(sketch);
    long most = Math.min(bounds.most(sketch), field.most());
    return winsorises
        ? field.with(
            (SalesEvent) event,
            number -> field.isAbsent(number) ? number : within(number, least, most))
        : null;
  }

  /** A bound is known within its bucket only, so whatever falls into that is within. */
  private static long within(long number, long least, long most) {
    if (number > most) {
      return NumberSketch.areAlike(number, most) ? number : most;
    }
    return number >= least || NumberSketch.areAlike(number, least) ? number : least;
  }

  @Override
  public void learn(Event event, Memory memory) {
    SalesEvent sale = (SalesEvent) event;
    for (int i = 0; i < field.count(sale); i++) {
      long number = field.of(sale, i);
      if (!field.isAbsent(number)) {
        ((NumberSketch) memory).add(sale.ts(), number);
      }
    }
  }
}
