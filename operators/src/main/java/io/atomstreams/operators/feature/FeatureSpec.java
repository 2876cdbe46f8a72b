package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.EventType;
import java.io.Serializable;
import java.time.Duration;
import java.util.Set;

/** One feature as declared. */
public sealed interface FeatureSpec extends Serializable {

  String name();

  /**
   * An aggregation of a reading over a sliding window of the entity's events.
   *
   * @param on which events; never empty
   * @param window 1 minute to 365 days
   * @param entity whose events
   * @param over which of them where an event names several
   * @param addition number of the {@link FeatureAddition} that brought the accumulators it reads; 0
   *     if they were declared from the start
   */
  record Windowed(
      String name,
      Aggregations.Choice choice,
      Reading reading,
      Set<EventType> on,
      Duration window,
      EntityKind entity,
      Over over,
      int addition)
      implements FeatureSpec {

    /** Declared from the start. */
    public Windowed(
        String name,
        Aggregations.Choice choice,
        Reading reading,
        Set<EventType> on,
        Duration window,
        EntityKind entity,
        Over over) {
      this(name, choice, reading, on, window, entity, over, 0);
    }

    /** Of the customer. */
    public Windowed(
        String name,
        Aggregations.Choice choice,
        Reading reading,
        Set<EventType> on,
        Duration window) {
      this(name, choice, reading, on, window, EntityKind.CUSTOMER, Over.LARGEST);
    }

    public Windowed {
      on = Set.copyOf(on);
      if (on.isEmpty()) {
        throw new IllegalArgumentException("feature " + name + ": 'on' names no event type");
      }
      if (reading.isName() && choice.aggregation().needsNumbers()) {
        throw new IllegalArgumentException(
            "feature %s: %s takes numbers and '%s' is a name; names go with distinct, top_share, entropy, or with what only looks at times"
                .formatted(name, choice.name(), reading.description()));
      }
      try {
        Tier.forWindow(window);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("feature " + name + ": " + e.getMessage(), e);
      }
    }

    /** The same, reading accumulators that an addition has brought. */
    Windowed of(int anAddition) {
      return new Windowed(name, choice, reading, on, window, entity, over, anAddition);
    }

    Aggregation<?> aggregation() {
      return choice.aggregation();
    }

    Tier tier() {
      return Tier.forWindow(window);
    }

    /** By how much the window may reach back further than its length, at most. */
    public Duration slack() {
      return Duration.ofMillis(tier().width());
    }
  }

  /** A feature made of two others that are listed before it. */
  sealed interface OfTwo extends FeatureSpec {
    String left();

    String right();

    /** The value; {@code NaN} where either has none. */
    float of(float left, float right);
  }

  /** One feature over another; no value where the divisor is 0. */
  record Ratio(String name, String left, String right) implements OfTwo {
    @Override
    public float of(float left, float right) {
      return right == 0 ? Float.NaN : left / right;
    }
  }

  /** One feature less another. */
  record Difference(String name, String left, String right) implements OfTwo {
    @Override
    public float of(float left, float right) {
      return left - right;
    }
  }
}
