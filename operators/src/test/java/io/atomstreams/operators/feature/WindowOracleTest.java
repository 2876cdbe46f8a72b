package io.atomstreams.operators.feature;

import static io.atomstreams.operators.feature.EntityEvents.DAY;
import static io.atomstreams.operators.feature.EntityEvents.HOUR;
import static io.atomstreams.operators.feature.EntityEvents.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.feature.EntityStage.Verdict;
import io.atomstreams.operators.feature.NaiveAggregations.Point;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The sliced windows against the slow obvious version, which keeps all events of an entity and
 * computes every feature from those at or after the window's edge.
 */
class WindowOracleTest {

  private static final List<EventType> TYPES =
      List.of(
          EventType.ORDER_PLACED,
          EventType.REFUNDED,
          EventType.PAGE_VIEW,
          EventType.CART_ADD,
          EventType.TICKET);

  private static final List<Duration> WINDOWS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofSeconds(250),
          Duration.ofMinutes(10),
          Duration.ofMinutes(35),
          Duration.ofHours(1),
          Duration.ofMinutes(65),
          Duration.ofDays(1),
          Duration.ofDays(6),
          Duration.ofDays(7),
          Duration.ofDays(30),
          Duration.ofDays(90),
          Duration.ofDays(365));

  static final RobustOutlier ORDER_VALUE =
      new RobustOutlier(new RobustOutlier.Options(32, 8, 6, 12, 0.05, Duration.ofHours(1)));

  /** A windowed feature as the oracle needs it: by the name of its aggregation. */
  record Wanted(Aggregations.Entry entry, Measure measure, Set<EventType> on, Duration window) {

    FeatureSpec.Windowed spec(int i) {
      return new FeatureSpec.Windowed("f" + i, entry.with(Map.of()), measure, on, window);
    }

    long width() {
      long ms = window.toMillis();
      if (ms <= 10 * MINUTE) {
        return 10_000;
      }
      return ms <= HOUR ? 5 * MINUTE : ms <= DAY ? HOUR : ms <= 7 * DAY ? 6 * HOUR : DAY;
    }

    long edge(long clock) {
      return Math.floorDiv(clock - window.toMillis(), width()) * width();
    }

    double value(List<Event> events, long clock) {
      List<Point> inside =
          events.stream()
              .filter(e -> on.contains(e.type()) && e.ts() >= edge(clock))
              .filter(e -> measure.of(e) != Reading.ABSENT)
              .map(e -> new Point(e.ts(), measure.of(e)))
              .toList();
      return NaiveAggregations.BY_NAME.get(entry.name()).of(inside, clock, entry.options());
    }
  }

  /**
   * What an entity's stage is asked to do: its features, then one ratio over each neighbouring
   * pair.
   */
  record Scenario(List<Wanted> wanted, Duration lateness, Duration remember) {

    FeatureList list() {
      List<FeatureSpec> specs = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        specs.add(wanted.get(i).spec(i));
      }
      for (int i = 0; i + 1 < wanted.size(); i++) {
        String name = "r" + i;
        specs.add(
            i % 2 == 0
                ? new FeatureSpec.Ratio(name, "f" + i, "f" + (i + 1))
                : new FeatureSpec.Difference(name, "f" + i, "f" + (i + 1)));
      }
      return new FeatureList("test", specs);
    }

    EntityStage stage() {
      return new EntityStage(new EntityStage.Options(lateness, remember), list(), ORDER_VALUE);
    }
  }

  /** One move of the stream: how the next event's time is found from the clock. */
  record Step(Move move, long amount, EventType type, long value) {

    Event event(int i, long clock, long lateness) {
      long ts =
          switch (move) {
            case FORWARD, LEAP -> clock + amount;
            case BACK -> clock - Math.floorMod(amount, lateness + 1);
            case EDGE -> edge(clock, lateness);
          };
      return EntityEvents.event(type, "e" + i, ts, value);
    }

    /** Just before, at or just after an edge of some tier, ahead or behind. */
    private long edge(long clock, long lateness) {
      long[] widths = {10_000, 5 * MINUTE, HOUR, 6 * HOUR, DAY};
      long width = widths[(int) Math.floorMod(amount, 5L)];
      long slices = Math.floorMod(amount / 5, 9L) - 4;
      long ts = (Math.floorDiv(clock, width) + slices) * width + Math.floorMod(amount / 45, 3L) - 1;
      return Math.max(ts, clock - lateness);
    }
  }

  /** How a step moves. */
  enum Move {
    FORWARD,
    BACK,
    EDGE,
    LEAP
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> forward = step(Move.FORWARD, Arbitraries.longs().between(0, 20 * MINUTE));
    Arbitrary<Step> seconds = step(Move.FORWARD, Arbitraries.longs().between(0, 2 * MINUTE));
    Arbitrary<Step> hours = step(Move.FORWARD, Arbitraries.longs().between(0, 30 * HOUR));
    Arbitrary<Step> back = step(Move.BACK, Arbitraries.longs().between(0, 30 * DAY));
    Arbitrary<Step> edge = step(Move.EDGE, Arbitraries.longs().between(0, 10_000));
    Arbitrary<Step> leap = step(Move.LEAP, Arbitraries.longs().between(DAY, 420 * DAY));
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, seconds),
            net.jqwik.api.Tuple.of(6, forward),
            net.jqwik.api.Tuple.of(4, hours),
            net.jqwik.api.Tuple.of(5, back),
            net.jqwik.api.Tuple.of(5, edge),
            net.jqwik.api.Tuple.of(1, leap))
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  private static Arbitrary<Step> step(Move move, Arbitrary<Long> amount) {
    return Combinators.combine(
            amount, Arbitraries.of(TYPES), Arbitraries.longs().between(0, 5_000_000))
        .as((a, type, value) -> new Step(move, a, type, value));
  }

  @Provide
  Arbitrary<Scenario> scenarios() {
    Arbitrary<Set<EventType>> types = Arbitraries.of(TYPES).set().ofMinSize(1).ofMaxSize(3);
    Arbitrary<Wanted> wanted =
        Combinators.combine(
                Arbitraries.of(Aggregations.ALL),
                Arbitraries.of(Measure.class),
                Arbitraries.oneOf(
                    Arbitraries.just(Set.of(EventType.ORDER_PLACED)),
                    Arbitraries.just(Set.of(EventType.PAGE_VIEW, EventType.CART_ADD)),
                    types),
                Arbitraries.of(WINDOWS))
            .as(Wanted::new)
            .filter(
                w ->
                    !w.measure().isName()
                        || !w.entry().with(Map.of()).aggregation().needsNumbers());
    return Combinators.combine(
            wanted.list().ofMinSize(1).ofMaxSize(20),
            Arbitraries.of(
                Duration.ZERO, Duration.ofHours(1), Duration.ofDays(2), Duration.ofDays(30)),
            Arbitraries.of(Duration.ofHours(24), Duration.ofDays(30)))
        .as(
            (list, lateness, remember) ->
                new Scenario(
                    list, lateness, remember.compareTo(lateness) < 0 ? lateness : remember));
  }

  @Property(tries = 400)
  void everyVectorIsTheOneComputedFromAllEvents(
      @ForAll("scenarios") Scenario scenario, @ForAll("steps") List<Step> steps) {
    EntityStage stage = scenario.stage();
    EntityState state = null;
    List<Event> kept = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      long clock = state == null ? EntityEvents.START : state.clock();
      Event event = steps.get(i).event(i, clock, scenario.lateness().toMillis());
      EntityStage.Result result = stage.apply(state, event);
      assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
      state = result.state();
      kept.add(event);
      long now = kept.stream().mapToLong(Event::ts).max().orElseThrow();
      assertThat(state.clock()).isEqualTo(now);
      requireVector(scenario, stage.vector(state), kept, now);
    }
  }

  private static void requireVector(
      Scenario scenario, float[] vector, List<Event> kept, long clock) {
    int size = scenario.wanted().size();
    float[] expected = new float[2 * size - 1];
    for (int i = 0; i < size; i++) {
      expected[i] = (float) scenario.wanted().get(i).value(kept, clock);
    }
    for (int i = 0; i + 1 < size; i++) {
      float quotient = vector[i + 1] == 0 ? Float.NaN : vector[i] / vector[i + 1];
      expected[size + i] = i % 2 == 0 ? quotient : vector[i] - vector[i + 1];
    }
    assertThat(vector).hasSameSizeAs(expected);
    for (int i = 0; i < vector.length; i++) {
      String place = i < size ? scenario.wanted().get(i).toString() : "ratio " + (i - size);
      double rounding =
          i < size ? NaiveAggregations.tolerance(scenario.wanted().get(i).entry().name()) : 0;
      if (rounding > 0 && !Float.isNaN(expected[i])) {
        double tolerance = (1e-6 + rounding) * Math.abs(expected[i]);
        assertThat((double) vector[i]).as(place).isCloseTo(expected[i], within(tolerance));
      } else {
        assertThat(vector[i]).as(place).isEqualTo(Float.valueOf(expected[i]));
      }
    }
  }

  @Property(tries = 200)
  void writingAndReadingTheStateAfterEveryEventChangesNothing(
      @ForAll("scenarios") Scenario scenario, @ForAll("steps") List<Step> steps)
      throws IOException {
    EntityStage stage = scenario.stage();
    EntityPacker codec = new EntityPacker(stage.layout());
    EntityState kept = null;
    EntityState stored = null;
    for (int i = 0; i < steps.size(); i++) {
      long clock = kept == null ? EntityEvents.START : kept.clock();
      Event event = steps.get(i).event(i, clock, scenario.lateness().toMillis());
      kept = stage.apply(kept, event).state();
      EntityStage.Result again = stage.apply(stored, event);
      byte[] bytes = bytes(codec, again.state());
      stored = read(codec, stage.layout(), bytes);

      assertThat(bytes(codec, stored)).isEqualTo(bytes);
      assertThat(bytes(codec, kept)).isEqualTo(bytes);
      assertThat(bytes(codec, kept.copy(stage.layout()))).isEqualTo(bytes);
      assertThat(stage.vector(stored)).isEqualTo(stage.vector(kept));
    }
  }

  @Property(tries = 400)
  void theSlicesDoNotDependOnTheOrderInWhichEventsCame(
      @ForAll("scenarios") Scenario scenario, @ForAll("steps") List<Step> steps)
      throws IOException {
    EntityStage stage = scenario.stage();
    EntityState asTheyCame = null;
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      long clock = asTheyCame == null ? EntityEvents.START : asTheyCame.clock();
      Event event = steps.get(i).event(i, clock, scenario.lateness().toMillis());
      asTheyCame = stage.apply(asTheyCame, event).state();
      events.add(event);
    }
    EntityState sorted = null;
    for (Event event : events.stream().sorted(Comparator.comparingLong(Event::ts)).toList()) {
      sorted = stage.apply(sorted, event).state();
    }

    assertThat(slices(stage, asTheyCame)).isEqualTo(slices(stage, sorted));
    assertThat(stage.vector(asTheyCame)).isEqualTo(stage.vector(sorted));
  }

  @Property
  void aWindowReachesBackAtLeastItsLengthAndLessThanOneSliceMore(
      @ForAll("scenarios") Scenario scenario, @ForAll("instants") long clock) {
    for (Wanted wanted : scenario.wanted()) {
      long edge = Column.of(wanted.spec(0)).edge(clock);
      assertThat(clock - edge)
          .isGreaterThanOrEqualTo(wanted.window().toMillis())
          .isLessThan(wanted.window().toMillis() + wanted.width());
    }
  }

  @Provide
  Arbitrary<Long> instants() {
    return Arbitraries.longs().between(-400 * DAY, EntityEvents.START + 4000 * DAY);
  }

  @Property(tries = 200)
  void onlySlicesWithAnEventThatSomeWindowCanReadAreKept(
      @ForAll("scenarios") Scenario scenario, @ForAll("steps") List<Step> steps) {
    EntityStage stage = scenario.stage();
    EntityState state = null;
    for (int i = 0; i < steps.size(); i++) {
      long clock = state == null ? EntityEvents.START : state.clock();
      state =
          stage.apply(state, steps.get(i).event(i, clock, scenario.lateness().toMillis())).state();
      requireNothingUseless(state, stage.layout());
    }
  }

  /** An hour and five minutes: its edge moves five minutes past the hour. */
  @Example
  void anEdgeMayMoveBetweenTwoSlicesOfTheClock() {
    Wanted wanted =
        new Wanted(
            Aggregations.byName("count"),
            Measure.ONE,
            Set.of(EventType.ORDER_PLACED),
            Duration.ofMinutes(65));
    EntityStage stage = new Scenario(List.of(wanted), Duration.ZERO, Duration.ofDays(1)).stage();
    EntityState state = null;
    for (long minutes : new long[] {0, 61, 119, 124, 125, 126}) {
      long ts = EntityEvents.START + minutes * MINUTE;
      state = stage.apply(state, EntityEvents.order("e" + minutes, ts, 1)).state();
      requireNothingUseless(state, stage.layout());
    }
    assertThat(state.slices.size()).isEqualTo(2);
  }

  private static void requireNothingUseless(EntityState state, EntityLayout layout) {
    for (int s = 0; s < state.slices.size(); s++) {
      boolean holdsSomething = false;
      for (int c = 0; c < layout.size(); c++) {
        boolean present = state.slices.cell(s, c, layout) != null;
        holdsSomething |= present;
        assertThat(present && state.slices.start(s) < layout.column(c).edge(state.clock))
            .as("slice %d holds what column %d no longer reads", s, c)
            .isFalse();
      }
      assertThat(holdsSomething).as("slice %d is empty", s).isTrue();
    }
  }

  @Property
  void aLayoutIsWhatItsDescriptionSays(@ForAll("scenarios") Scenario scenario) {
    EntityLayout layout = scenario.stage().layout();
    EntityLayout parsed = EntityLayout.parse(layout.describe());

    assertThat(parsed).isEqualTo(layout).hasSameHashCodeAs(layout);
    assertThat(parsed.describe()).isEqualTo(layout.describe());
    assertThat(parsed.reach()).isEqualTo(layout.reach());
    for (EventType type : EventType.values()) {
      assertThat(parsed.columnsFor(type)).isEqualTo(layout.columnsFor(type));
    }
  }

  @Property(tries = 200)
  void aStateAdoptedByAnotherLayoutKeepsItsCommonColumnsAndBeginsTheOthersEmpty(
      @ForAll("scenarios") Scenario before,
      @ForAll("scenarios") Scenario added,
      @ForAll("steps") List<Step> steps)
      throws IOException {
    EntityStage stage = before.stage();
    EntityState state = null;
    for (int i = 0; i < steps.size(); i++) {
      long clock = state == null ? EntityEvents.START : state.clock();
      state =
          stage.apply(state, steps.get(i).event(i, clock, before.lateness().toMillis())).state();
    }
    byte[] untouched = bytes(new EntityPacker(stage.layout()), state);
    List<Wanted> all =
        new ArrayList<>(before.wanted().subList(0, (before.wanted().size() + 1) / 2));
    int common = all.size();
    all.addAll(added.wanted());
    Scenario after = new Scenario(all, before.lateness(), before.remember());
    EntityStage next = after.stage();
    EntityPacker codec = new EntityPacker(next.layout());

    EntityState adopted = state.copy(next.layout());

    requireNothingUseless(adopted, next.layout());
    float[] old = stage.vector(state);
    float[] now = next.vector(adopted);
    for (int i = 0; i < common; i++) {
      if (wasReadBefore(before, all.get(i))) {
        assertThat(now[i]).as("%s", all.get(i)).isEqualTo(Float.valueOf(old[i]));
      }
    }
    for (int i = common; i < all.size(); i++) {
      if (stage.layout().indexOf(Column.of(all.get(i).spec(i)).key()) < 0) {
        float empty = (float) all.get(i).value(List.of(), state.clock());
        assertThat(now[i]).as("%s", all.get(i)).isEqualTo(Float.valueOf(empty));
      }
    }
    assertThat(bytes(codec, read(codec, next.layout(), bytes(codec, adopted))))
        .isEqualTo(bytes(codec, adopted));
    assertThat(bytes(new EntityPacker(stage.layout()), state)).isEqualTo(untouched);
    PackedEntity foreign = new EntityPacker(stage.layout()).pack(state, null);
    assertThat(bytes(codec, codec.open(foreign))).isEqualTo(bytes(codec, adopted));
    PackedEntity ours = codec.adopt(foreign);
    assertThat(ours.toByteArray()).isEqualTo(bytes(codec, adopted));
    assertThat(codec.adopt(ours)).isSameAs(ours);
  }

  @Property(tries = 200)
  void afterAnAdoptionOldFeaturesCountAllEventsAndNewOnesThoseSince(
      @ForAll("scenarios") Scenario before,
      @ForAll("scenarios") Scenario added,
      @ForAll("steps") List<Step> steps,
      @ForAll("steps") List<Step> moreSteps) {
    long lateness = before.lateness().toMillis();
    EntityStage stage = before.stage();
    EntityState state = null;
    List<Event> events = new ArrayList<>();
    for (Step step : steps) {
      long clock = state == null ? EntityEvents.START : state.clock();
      events.add(step.event(events.size(), clock, lateness));
      state = stage.apply(state, events.get(events.size() - 1)).state();
    }
    List<Wanted> all =
        new ArrayList<>(before.wanted().subList(0, (before.wanted().size() + 1) / 2));
    all.addAll(added.wanted());
    EntityStage next = new Scenario(all, before.lateness(), before.remember()).stage();
    state = state.copy(next.layout());
    int adoptedAfter = events.size();
    for (Step step : moreSteps) {
      events.add(step.event(events.size(), state.clock(), lateness));
      state = next.apply(state, events.get(events.size() - 1)).state();
      float[] vector = next.vector(state);
      for (int i = 0; i < all.size(); i++) {
        boolean isNew = stage.layout().indexOf(Column.of(all.get(i).spec(i)).key()) < 0;
        if (isNew || before.wanted().contains(all.get(i))) {
          List<Event> counted = isNew ? events.subList(adoptedAfter, events.size()) : events;
          double expected = all.get(i).value(counted, state.clock());
          double rounding = 1e-6 + NaiveAggregations.tolerance(all.get(i).entry().name());
          assertThat(vector[i])
              .as("%s, new: %s", all.get(i), isNew)
              .satisfiesAnyOf(
                  v -> assertThat(v).isEqualTo(Float.valueOf((float) expected)),
                  v -> assertThat((double) v).isCloseTo(expected, within(rounding * expected)));
        }
      }
    }
  }

  private static boolean wasReadBefore(Scenario before, Wanted wanted) {
    return before.wanted().contains(wanted);
  }

  static byte[] bytes(EntityPacker packer, EntityState state) {
    return packer.pack(state, null).toByteArray();
  }

  static EntityState read(EntityPacker packer, EntityLayout layout, byte[] bytes) {
    try {
      return packer.open(PackedEntity.read(layout, new BytesInput().open(bytes, 0, bytes.length)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] slices(EntityStage stage, EntityState state) throws IOException {
    BytesOutput bytes = new BytesOutput();
    state.slices.write(bytes, stage.layout());
    return Arrays.copyOf(bytes.array(), bytes.size());
  }
}
