package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.EventType;
import java.io.Serializable;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** One feature as declared. */
public sealed interface FeatureSpec extends Serializable {

  String name();

  /** A feature of one kind of entity. */
  sealed interface OfEntity extends FeatureSpec {

    /** Whose. */
    EntityKind entity();

    /** Which of them where an event names several. */
    Over over();

    Duration window();

    /** By how much the window may reach back further than its length, at most. */
    Duration slack();
  }

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
      implements OfEntity {

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
            "feature %s: %s takes numbers and '%s' is a name; names go with distinct, the shares, last_rank, entropy, or with what only looks at times"
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

    @Override
    public Duration slack() {
      return Duration.ofMillis(tier().width());
    }
  }

  /**
   * The number of customers that an event's customer and entities are connected with, in the graph
   * of its tenant's customers and what they share.
   *
   * @param through the kinds of entities that connect customers; never empty
   * @param reading of an event that connects nothing {@link Reading#ABSENT}; else without meaning
   * @param on which events connect; never empty
   * @param window how far the graph reaches back at least, 1 hour to 365 days
   * @param most nodes of one period, 64 to 1,000,000: see {@link ComponentStage}
   */
  record Component(
      String name,
      Set<EntityKind> through,
      Reading reading,
      Set<EventType> on,
      Duration window,
      int most)
      implements OfEntity {

    public static final int DEFAULT_MOST = 65_536;
    public static final int LEAST_MOST = 64;
    public static final int GREATEST_MOST = 1_000_000;
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    public Component {
      EntityKind.component(name);
      through = Set.copyOf(through);
      on = Set.copyOf(on);
      if (on.isEmpty()) {
        throw new IllegalArgumentException("feature " + name + ": 'on' names no event type");
      }
      if (through.isEmpty()
          || through.contains(EntityKind.CUSTOMER)
          || through.contains(EntityKind.TENANT)) {
        throw new IllegalArgumentException(
            "feature %s: customers are connected through %s, must be kinds of entities that they share, neither customer nor tenant"
                .formatted(name, through));
      }
      if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "feature %s: window is %s, must be 1h to 365d".formatted(name, Tier.text(window)));
      }
      if (most < LEAST_MOST || most > GREATEST_MOST) {
        throw new IllegalArgumentException(
            "feature %s: most is %d, must be %d to %d"
                .formatted(name, most, LEAST_MOST, GREATEST_MOST));
      }
    }

    /** A graph for each tenant. */
    @Override
    public EntityKind entity() {
      return EntityKind.component(name);
    }

    @Override
    public Over over() {
      return Over.LARGEST;
    }

    @Override
    public Duration slack() {
      return window;
    }

    /** What makes two graphs one: {@code device,payment|one|order_placed|PT720H}. */
    public String describe() {
      return through.stream()
              .sorted()
              .map(kind -> kind + (kind.code() == EntityKind.DECLARED ? kind.ids().text() : ""))
              .collect(Collectors.joining(","))
          + "|"
          + reading.text()
          + "|"
          + on.stream().sorted().map(EventType::wireName).collect(Collectors.joining(","))
          + "|"
          + window;
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
