package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SalesEvent;
import java.io.Serializable;
import java.util.Set;

/**
 * What a number must be; money in minor units. A number that an event does not have breaks {@code
 * required} only.
 */
public record NumberRule(
    String name, Set<EventType> on, NumberField field, Range range, Repair repair)
    implements ContractRule {

  /**
   * The numbers that may be, both bounds included.
   *
   * @param required whether there must be one
   */
  public record Range(boolean required, long min, long max) implements Serializable {

    public Range {
      if (min > max) {
        throw new IllegalArgumentException("min is " + min + ", must be at most max, " + max);
      }
    }

    private boolean holds(long number) {
      return number >= min && number <= max;
    }
  }

  /** What is done about a number out of range. */
  public sealed interface Repair extends Serializable {

    /** The event is refused. */
    record None() implements Repair {}

    /** The nearest number of the range stands for it. */
    record Clamp() implements Repair {}

    /** Always the same number stands for it, and for a missing one. */
    record Constant(long number) implements Repair {}
  }

  public NumberRule {
    ContractRule.check(name, on);
    on = Set.copyOf(on);
    if (range.min() < 0 || range.max() > field.most()) {
      throw new IllegalArgumentException(
          "the range is %d to %d, %s is between 0 and %d"
              .formatted(range.min(), range.max(), field.wireName(), field.most()));
    }
    if (!range.required() && range.min() == 0 && range.max() == field.most()) {
      throw new IllegalArgumentException(
          "it asks nothing; a number may be required, have a min or a max");
    }
    if (repair instanceof Repair.Clamp && range.required()) {
      throw new IllegalArgumentException("clamp makes no number where there is none");
    }
    if (repair instanceof Repair.Constant constant && !range.holds(constant.number())) {
      throw new IllegalArgumentException(
          "the constant %d is not between %d and %d"
              .formatted(constant.number(), range.min(), range.max()));
    }
  }

  @Override
  public String violation(Event event, long takenAt) {
    return violation(event);
  }

  boolean isWrong(long number) {
    return field.isAbsent(number) ? range.required() : !range.holds(number);
  }

  String violation(Event event) {
    SalesEvent sale = (SalesEvent) event;
    for (int i = 0; i < field.count(sale); i++) {
      long number = field.of(sale, i);
      if (isWrong(number)) {
        return field.wireName() + why(number);
      }
    }
    return null;
  }

  private String why(long number) {
    if (field.isAbsent(number)) {
      return " is missing";
    }
    return number < range.min() ? " is below " + range.min() : " is above " + range.max();
  }

  @Override
  public boolean repairs() {
    return !(repair instanceof Repair.None);
  }

  @Override
  public Event repaired(Event event) {
    return field.with((SalesEvent) event, this::repaired);
  }

  private long repaired(long number) {
    if (!isWrong(number)) {
      return number;
    }
    return repair instanceof Repair.Constant constant
        ? constant.number()
        : Math.max(range.min(), Math.min(range.max(), number));
  }
}
