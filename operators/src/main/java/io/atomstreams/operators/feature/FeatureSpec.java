package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.EventType;
import java.io.Serializable;
import java.time.Duration;
import java.util.Set;

/** One feature as declared. */
public sealed interface FeatureSpec extends Serializable {

  String name();

  /**
   * An aggregation of a measure over a sliding window of the entity's events.
   *
   * @param on which events; never empty
   * @param window 5 minutes to 365 days
   */
  record Windowed(
      String name, Aggregation<?> aggregation, Measure measure, Set<EventType> on, Duration window)
      implements FeatureSpec {

    public Windowed {
      on = Set.copyOf(on);
      if (on.isEmpty()) {
        throw new IllegalArgumentException("feature " + name + ": 'on' names no event type");
      }
      if (measure.isName() && aggregation.needsNumbers()) {
        throw new IllegalArgumentException(
            "feature %s: its aggregation takes numbers and '%s' is a name; names go with distinct, top_share, entropy, or with what only looks at times"
                .formatted(name, measure.yamlName()));
      }
      try {
        Tier.forWindow(window);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("feature " + name + ": " + e.getMessage(), e);
      }
    }

    Tier tier() {
      return Tier.forWindow(window);
    }
  }

  /** One feature over another that is listed before it; no value where the divisor is 0. */
  record Ratio(String name, String dividend, String divisor) implements FeatureSpec {}
}
