package io.atomstreams.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.feature.RestorePlan.Fate;
import io.atomstreams.operators.feature.RestorePlan.Finding;
import io.atomstreams.operators.feature.WindowOracleTest.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RestorePlanTest {

  private static final EntityStage.Options OPTIONS =
      new EntityStage.Options(Duration.ofDays(1), Duration.ofDays(1));

  private static final List<Duration> WINDOWS =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(3),
          Duration.ofDays(7),
          Duration.ofDays(20),
          Duration.ofDays(60));

  private static final List<Set<EventType>> ON =
      List.of(
          Set.of(EventType.ORDER_PLACED),
          Set.of(EventType.ORDER_PLACED, EventType.REFUNDED),
          Set.of(EventType.PAGE_VIEW));

  private static FeatureList list(List<Wanted> wanted) {
    List<FeatureSpec> specs = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      specs.add(wanted.get(i).spec(i));
    }
    return new FeatureList("l", specs);
  }

  private static EntityStage stage(FeatureList list) {
    return new EntityStage(OPTIONS, list, WindowOracleTest.ORDER_VALUE);
  }

  private static RestorePlan plan(FeatureList before, FeatureList after) {
    return new RestorePlan(Map.of(EntityKind.CUSTOMER, EntityLayout.of(before)), Map.of(), after);
  }

  @Provide
  Arbitrary<List<Wanted>> lists() {
    return Combinators.combine(
            Arbitraries.of("count", "sum", "max", "gap_mean", "distinct", "sessions", "streak")
                .map(Aggregations::byName),
            Arbitraries.just(Measure.ORDER_VALUE),
            Arbitraries.of(ON),
            Arbitraries.of(WINDOWS))
        .as(Wanted::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  /** The prediction is what a restore does, at every moment after it. */
  @Property(tries = 5_000)
  void aFeatureIsWhatThePlanSays(
      @ForAll("lists") List<Wanted> before,
      @ForAll("lists") List<Wanted> after,
      @ForAll long seed) {
    Random random = new Random(seed);
    FeatureList next = list(after);
    EntityStage old = stage(list(before));
    EntityStage restored = stage(next);
    EntityStage always = stage(next);
    RestorePlan plan = plan(list(before), next);
    EntityState state = null;
    EntityState reference = null;
    long ts = EntityEvents.START + random.nextInt(1 << 30);
    int half = 5 + random.nextInt(40);
    long restoredAt = Long.MAX_VALUE;
    for (int i = 0; i < 2 * half; i++) {
      ts += (long) (Math.exp(random.nextDouble() * 9) * 20_000);
      List<EventType> types =
          List.of(EventType.ORDER_PLACED, EventType.REFUNDED, EventType.PAGE_VIEW);
      long at = random.nextInt(4) == 0 ? ts - random.nextInt(80_000_000) : ts;
      Event event =
          EntityEvents.event(types.get(random.nextInt(3)), "e" + i, at, 100 + random.nextInt(500));
      reference = always.apply(reference, event).state();
      if (i < half) {
        state = old.apply(state, event).state();
        continue;
      }
      if (i == half) {
        restoredAt = state.clock();
        requireEmptyOnes(plan, restored, state.copy(restored.layout()), after);
        PackedEntity written = new EntityPacker(old.layout()).pack(state, null);
        EntityPacker packer = new EntityPacker(restored.layout());
        state = packer.open(packer.adopt(written));
      }
      state = restored.apply(state, event).state();
      float[] now = restored.vector(state);
      float[] expected = always.vector(reference);
      for (int f = 0; f < now.length; f++) {
        Finding finding = plan.findings().get(f);
        if (state.clock() >= restoredAt + finding.completeAfter().toMillis()) {
          assertThat(now[f])
              .as("%s of %s after %s, %s ms later", finding, after.get(f), before, ts - restoredAt)
              .isEqualTo(Float.valueOf(expected[f]));
        }
      }
    }
  }

  private static void requireEmptyOnes(
      RestorePlan plan, EntityStage restored, EntityState state, List<Wanted> after) {
    float[] vector = restored.vector(state);
    for (int f = 0; f < vector.length; f++) {
      if (plan.findings().get(f).fate() == Fate.EMPTY) {
        float empty = (float) after.get(f).value(List.of(), state.clock());
        assertThat(vector[f]).as("%s", after.get(f)).isEqualTo(Float.valueOf(empty));
      }
    }
  }

  private static FeatureSpec feature(String name, String aggregation, String window) {
    return feature(name, aggregation, Set.of(EventType.ORDER_PLACED), window, EntityKind.CUSTOMER);
  }

  private static FeatureSpec feature(
      String name, String aggregation, Set<EventType> on, String window, EntityKind kind) {
    return new FeatureSpec.Windowed(
        name,
        Aggregations.byName(aggregation).with(Map.of()),
        Measure.ORDER_VALUE,
        on,
        Duration.parse(window),
        kind,
        Over.LARGEST);
  }

  private static final FeatureList BEFORE =
      new FeatureList(
          "l",
          List.of(
              feature("spend_1h", "sum", "PT1H"),
              feature("spend_30d", "sum", "P30D"),
              feature("gap_90d", "gap_mean", "P90D"),
              new FeatureSpec.Ratio("share", "spend_1h", "spend_30d")));

  private static Finding planned(FeatureSpec... features) {
    List<Finding> findings = plan(BEFORE, new FeatureList("l", List.of(features))).findings();
    return findings.get(findings.size() - 1);
  }

  private static Finding finding(String feature, Fate fate, String completeAfter) {
    return new Finding(feature, fate, Duration.parse(completeAfter));
  }

  @Example
  void everyKindOfChangeHasItsFate() {
    // nothing changes; another name; another order; a default or a ratio; count beside sum
    assertThat(planned(feature("spend_30d", "sum", "P30D")))
        .isEqualTo(finding("spend_30d", Fate.KEPT, "PT0S"));
    assertThat(planned(feature("turnover", "sum", "P30D")).fate()).isEqualTo(Fate.KEPT);
    assertThat(planned(feature("orders_30d", "count", "P30D")).fate()).isEqualTo(Fate.KEPT);
    assertThat(planned(feature("mean_30d", "mean", "P30D")).fate()).isEqualTo(Fate.KEPT);
    // shorter, where slices are as fine
    assertThat(planned(feature("spend_20d", "sum", "P20D")).fate()).isEqualTo(Fate.KEPT);
    assertThat(planned(feature("spend_30m", "sum", "PT30M")).fate()).isEqualTo(Fate.KEPT);
    // shorter, where they are coarser: of a day back to 30 days, of 5 minutes back to an hour
    assertThat(planned(feature("spend_7d", "sum", "P7D")))
        .isEqualTo(finding("spend_7d", Fate.FILLING, "P7DT5H"));
    assertThat(planned(feature("spend_10m", "sum", "PT10M")))
        .isEqualTo(finding("spend_10m", Fate.FILLING, "PT10M10S"));
    // longer
    assertThat(planned(feature("spend_60d", "sum", "P60D")))
        .isEqualTo(finding("spend_60d", Fate.FILLING, "P31D"));
    // another aggregation, other events, another entity
    assertThat(planned(feature("most_30d", "max", "P30D")))
        .isEqualTo(finding("most_30d", Fate.EMPTY, "P31D"));
    assertThat(
            planned(feature("f", "sum", Set.of(EventType.REFUNDED), "PT1H", EntityKind.CUSTOMER)))
        .isEqualTo(finding("f", Fate.EMPTY, "PT1H5M"));
    assertThat(
            planned(feature("f", "sum", Set.of(EventType.ORDER_PLACED), "PT1H", EntityKind.DEVICE)))
        .isEqualTo(finding("f", Fate.EMPTY, "PT1H5M"));
    // what is made of two is as whole as the less whole of them
    assertThat(
            planned(
                feature("a", "sum", "P30D"),
                feature("b", "sum", "P60D"),
                new FeatureSpec.Ratio("r", "a", "b")))
        .isEqualTo(finding("r", Fate.FILLING, "P31D"));
    assertThat(
            planned(
                feature("a", "sum", "P30D"),
                feature("b", "max", "P7D"),
                new FeatureSpec.Difference("d", "a", "b")))
        .isEqualTo(finding("d", Fate.FILLING, "P7DT6H"));
  }

  @Example
  void whatNobodyReadsAnyMoreIsNamed() {
    RestorePlan plan = plan(BEFORE, new FeatureList("l", List.of(feature("s", "sum", "P30D"))));
    assertThat(plan.dropped())
        .singleElement()
        .asString()
        .startsWith("customer: last_times(last=16)")
        .contains("order_placed");
  }
}
