package io.atomstreams.operators.feature;

import static io.atomstreams.operators.feature.EntityEvents.DAY;
import static io.atomstreams.operators.feature.EntityEvents.HOUR;
import static io.atomstreams.operators.feature.EntityEvents.MINUTE;
import static io.atomstreams.operators.feature.EntityEvents.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.feature.EntityStage.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntityStageTest {

  private static final FeatureList FEATURES =
      new FeatureList(
          "test",
          List.of(
              windowed("orders_1h", "count", Measure.ONE, Duration.ofHours(1)),
              windowed("spend_30d", "sum", Measure.ORDER_VALUE, Duration.ofDays(30)),
              windowed("since_order", "since_previous", Measure.ONE, Duration.ofDays(30))));

  private final EntityStage stage = stage(Duration.ofDays(1), Duration.ofDays(1));
  private final EntityPacker codec = new EntityPacker(stage.layout());
  private EntityState state;

  private static FeatureSpec windowed(
      String name, String aggregation, Measure measure, Duration window) {
    return new FeatureSpec.Windowed(
        name,
        Aggregations.byName(aggregation).with(Map.of()),
        measure,
        Set.of(EventType.ORDER_PLACED),
        window);
  }

  private static EntityStage stage(Duration lateness, Duration remember) {
    return new EntityStage(
        new EntityStage.Options(lateness, remember), FEATURES, WindowOracleTest.ORDER_VALUE);
  }

  private Verdict apply(String id, long ts) {
    return apply(stage, EntityEvents.order(id, ts, 100));
  }

  private Verdict apply(EntityStage with, Event event) {
    EntityStage.Result result = with.apply(state, event);
    state = result.state();
    return result.verdict();
  }

  @Test
  void anEventIsAcceptedOnce() {
    assertThat(apply("a", START)).isEqualTo(Verdict.ACCEPTED);
    assertThat(apply("a", START)).isEqualTo(Verdict.DUPLICATE);
    assertThat(apply("b", START)).isEqualTo(Verdict.ACCEPTED);
    assertThat(stage.vector(state)).containsExactly(2, 200, 0);
  }

  @Test
  void aDuplicateChangesNothing() throws IOException {
    apply("a", START);
    apply("b", START + 3 * HOUR);
    byte[] before = WindowOracleTest.bytes(codec, state);

    assertThat(apply("a", START)).isEqualTo(Verdict.DUPLICATE);
    assertThat(apply("b", START + 3 * HOUR)).isEqualTo(Verdict.DUPLICATE);
    assertThat(WindowOracleTest.bytes(codec, state)).isEqualTo(before);
  }

  @Test
  void anIdIsRememberedForAsLongAsConfigured() {
    apply("a", START);
    assertThat(apply("a", START + DAY)).isEqualTo(Verdict.DUPLICATE);
    apply("b", START + DAY);
    assertThat(apply("a", START + DAY)).isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void anIdThatComesAgainLaterThanThatIsAnotherEventWhateverCameBetween() {
    apply("a", START);
    assertThat(apply("a", START + DAY + 1000)).isEqualTo(Verdict.ACCEPTED);

    state = null;
    apply("a", START);
    apply("b", START + DAY + 1000);
    assertThat(apply("a", START + DAY + 1000)).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void aRepeatedEventIsNeverNewHoweverFarItLiesBehind() {
    apply("late", START + DAY);
    for (long behind = 0; behind <= DAY; behind += HOUR) {
      String id = "at" + behind;
      assertThat(apply(id, START + DAY - behind)).isEqualTo(Verdict.ACCEPTED);
      assertThat(apply(id, START + DAY - behind)).isEqualTo(Verdict.DUPLICATE);
    }
    apply("later", START + DAY + 10 * MINUTE);
    for (long behind = 0; behind <= DAY; behind += HOUR) {
      assertThat(apply("at" + behind, START + DAY - behind)).isNotEqualTo(Verdict.ACCEPTED);
    }
  }

  @Test
  void anEventIsLateByItsEntitysOwnClockOnTheTopic() throws IOException {
    apply("a", START + 10 * DAY);
    assertThat(apply("b", START + 9 * DAY)).isEqualTo(Verdict.ACCEPTED);
    byte[] before = WindowOracleTest.bytes(codec, state);

    EntityStage.Result late = stage.apply(state, EntityEvents.order("c", START + 9 * DAY - 1, 100));

    assertThat(late.verdict()).isEqualTo(Verdict.LATE);
    assertThat(late.behind()).isEqualTo(DAY + 1);
    assertThat(WindowOracleTest.bytes(codec, late.state())).isEqualTo(before);
  }

  @Test
  void aTopicThatIsReadAheadOfAnotherMakesNothingOfItLate() {
    apply("order", START + 60 * DAY);

    assertThat(apply(stage, EntityEvents.event(EventType.PAGE_VIEW, "view", START, 0)))
        .isEqualTo(Verdict.ACCEPTED);
    assertThat(apply(stage, EntityEvents.event(EventType.PAGE_VIEW, "view", START, 0)))
        .isEqualTo(Verdict.DUPLICATE);
    assertThat(state.clock()).isEqualTo(START + 60 * DAY);
    assertThat(apply("another order", START + 58 * DAY)).isEqualTo(Verdict.LATE);
  }

  @Test
  void whatIsAcceptedDoesNotDependOnHowTopicsAreInterleaved() {
    List<Event> orders =
        List.of(
            EntityEvents.order("a", START + 5 * DAY, 100),
            EntityEvents.order("b", START, 100),
            EntityEvents.order("a", START + 5 * DAY, 100));
    List<Event> views =
        List.of(
            EntityEvents.event(EventType.PAGE_VIEW, "v", START + 9 * DAY, 0),
            EntityEvents.event(EventType.PAGE_VIEW, "w", START + 3 * DAY, 0),
            EntityEvents.event(EventType.PAGE_VIEW, "v", START + 9 * DAY, 0));
    List<Event> ordersFirst = new ArrayList<>(orders);
    ordersFirst.addAll(views);
    List<Event> viewsFirst = new ArrayList<>(views);
    viewsFirst.addAll(orders);

    assertThat(verdicts(ordersFirst))
        .containsExactlyInAnyOrderElementsOf(verdicts(viewsFirst))
        .contains("a ACCEPTED", "b LATE", "a DUPLICATE", "v ACCEPTED", "w LATE", "v DUPLICATE");
  }

  private List<String> verdicts(List<Event> events) {
    state = null;
    return events.stream().map(e -> e.eventId() + " " + apply(stage, e)).toList();
  }

  @Test
  void aLateEventIsNotRememberedAndALaterCopyIsLateAgain() {
    apply("a", START + 10 * DAY);
    assertThat(apply("b", START)).isEqualTo(Verdict.LATE);
    assertThat(apply("b", START)).isEqualTo(Verdict.LATE);
    assertThat(apply("b", START + 10 * DAY)).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void aDuplicateWinsOverLate() {
    EntityStage shortPatience = stage(Duration.ofHours(1), Duration.ofDays(1));
    apply(shortPatience, EntityEvents.order("a", START, 100));
    apply(shortPatience, EntityEvents.order("b", START + 2 * HOUR, 100));

    assertThat(apply(shortPatience, EntityEvents.order("a", START, 100)))
        .isEqualTo(Verdict.DUPLICATE);
    assertThat(apply(shortPatience, EntityEvents.order("c", START, 100))).isEqualTo(Verdict.LATE);
  }

  @Test
  void sequenceCountsWhatWasAcceptedAndNothingElse() {
    apply("a", START + 2 * DAY);
    assertThat(state.sequence()).isEqualTo(1);
    apply("a", START + 2 * DAY);
    apply("late", START);
    assertThat(state.sequence()).isEqualTo(1);
    apply("earlier", START + DAY);
    assertThat(state.sequence()).isEqualTo(2);
    assertThat(state.clock()).isEqualTo(START + 2 * DAY);
    apply(stage, EntityEvents.event(EventType.PAGE_VIEW, "view", START + 3 * DAY, 0));
    assertThat(state.sequence()).isEqualTo(3);
    assertThat(state.clock()).isEqualTo(START + 3 * DAY);
  }

  @Test
  void aStateStillCountsAtTheInstantOfItsExpiry() {
    apply("a", START);
    assertThat(stage.expiry(state)).isEqualTo(START + stage.reach());
    apply("b", stage.expiry(state));
    assertThat(state.sequence()).isEqualTo(2);
  }

  @Test
  void afterItsExpiryAnEntityBeginsAnewAsIfNeverSeen() throws IOException {
    for (int i = 0; i < 20; i++) {
      apply("e" + i, START + i * HOUR);
    }
    Event next = EntityEvents.order("e0", stage.expiry(state) + 1, 100);

    EntityStage.Result old = stage.apply(state, next);
    EntityStage.Result fresh = stage.apply(null, next);

    assertThat(old.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(old.state().sequence()).isEqualTo(1);
    assertThat(WindowOracleTest.bytes(codec, old.state()))
        .isEqualTo(WindowOracleTest.bytes(codec, fresh.state()));
    assertThat(stage.vector(old.state())).isEqualTo(stage.vector(fresh.state()));
  }

  @Test
  void atItsExpiryNothingOfAStateIsLeftInAnyWindow() {
    EntityStage impatient = stage(Duration.ZERO, Duration.ofMinutes(1));
    for (long first : new long[] {START, START + 1, START + DAY - 1}) {
      state = null;
      apply(impatient, EntityEvents.order("a", first, 100));
      apply(impatient, EntityEvents.order("b", impatient.expiry(state), 100));

      assertThat(state.sequence()).isEqualTo(2);
      assertThat(impatient.vector(state)).containsExactly(1, 100, Float.NaN);
    }
  }

  @Test
  void idsAreForgottenOnceTheyAreOldEnough() throws IOException {
    for (int i = 0; i < 1000; i++) {
      apply("e" + i, START + i * 60_000L);
    }
    int full = WindowOracleTest.bytes(codec, state).length;
    apply("last", START + 3 * DAY);

    assertThat(full).isGreaterThan(8 * 1000);
    assertThat(WindowOracleTest.bytes(codec, state).length).isLessThan(300);
  }

  @Test
  void onlyTheLatestIdsAreKept() {
    for (int i = 0; i < RecentIds.MOST + 10; i++) {
      assertThat(apply("e" + i, START + i)).isEqualTo(Verdict.ACCEPTED);
    }
    for (int i = RecentIds.MOST + 9; i >= 10; i--) {
      assertThat(apply("e" + i, START + i)).isEqualTo(Verdict.DUPLICATE);
    }
    assertThat(apply("e9", START + 9)).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void idsThatDifferInOneCharacterAreToldApart() {
    Set<Long> hashes = new java.util.HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      hashes.add(RecentIds.hash("event-" + i));
    }
    assertThat(hashes).hasSize(200_000);
  }

  @Test
  void anOrderFarAboveTheHistoryIsFoundAndOtherEventsAreNotJudged() {
    for (int i = 0; i < 10; i++) {
      apply("e" + i, START + i * HOUR);
    }
    Event refund = EntityEvents.event(EventType.REFUNDED, "refund", START + 10 * HOUR, 90_000);
    assertThat(stage.apply(state, refund).finding()).isNull();
    Event order = EntityEvents.order("huge", START + 11 * HOUR, 90_000);
    assertThat(stage.apply(state, order).finding().value()).isEqualTo(90_000);
  }

  @Test
  void impossibleOptionsAreRefusedNamingValueAndRule() {
    assertThatThrownBy(() -> stage(Duration.ofDays(31), Duration.ofDays(1)))
        .hasMessageContaining("lateness is PT744H, must be 0s to 30d");
    assertThatThrownBy(() -> stage(Duration.ofHours(-1), Duration.ofDays(1)))
        .hasMessageContaining("lateness is PT-1H");
    assertThatThrownBy(() -> stage(Duration.ZERO, Duration.ofSeconds(59)))
        .hasMessageContaining("remember is PT59S, must be 1m to 30d");
    assertThatThrownBy(() -> stage(Duration.ofDays(2), Duration.ofDays(1)))
        .hasMessageContaining("remember is PT24H, must be at least lateness (PT48H)");
  }

  @Test
  void aDefaultStandsForAMissingValueAndGoesIntoWhatIsMadeOfIt() {
    FeatureList list =
        new FeatureList(
            "defaults",
            List.of(
                windowed("gap", "gap_mean", Measure.ONE, Duration.ofDays(30)),
                windowed("mean", "mean", Measure.ORDER_VALUE, Duration.ofDays(30)),
                new FeatureSpec.Difference("less", "mean", "gap"),
                new FeatureSpec.Ratio("orders", "mean", "less"),
                new FeatureSpec.Difference("none", "less", "less"),
                new FeatureSpec.Ratio("over_none", "mean", "none")),
            Map.of("gap", 70f, "mean", -1f, "over_none", 5f));
    EntityStage with =
        new EntityStage(
            new EntityStage.Options(Duration.ofDays(1), Duration.ofDays(1)),
            list,
            WindowOracleTest.ORDER_VALUE);
    apply(with, EntityEvents.order("a", EntityEvents.START, 100));
    assertThat(with.vector(state)).containsExactly(70, 100, 30, 100f / 30, 0, 5);
    apply(with, EntityEvents.order("b", EntityEvents.START + 2 * EntityEvents.DAY, 100));
    assertThat(with.vector(state)).containsExactly(2, 100, 98, 100f / 98, 0, 5);
  }

  @Test
  void impossibleFeaturesAreRefusedNamingTheFeature() {
    assertThatThrownBy(() -> windowed("f", "count", Measure.ONE, Duration.ofMinutes(12)))
        .hasMessageContaining("feature f: window is 12m, must be a multiple of 5m");
    assertThatThrownBy(() -> windowed("f", "count", Measure.ONE, Duration.ofMillis(65_001)))
        .hasMessageContaining("must be a multiple of 10s");
    assertThatThrownBy(() -> windowed("f", "sum", Measure.DEVICE, Duration.ofHours(1)))
        .hasMessageContaining("feature f")
        .hasMessageContaining("'device' is a name")
        .hasMessageContaining("distinct");
    assertThatThrownBy(() -> windowed("f", "count", Measure.ONE, Duration.ofDays(366)))
        .hasMessageContaining("feature f: window is 366d, must be 1m to");
    FeatureSpec f = windowed("f", "count", Measure.ONE, Duration.ofHours(1));
    assertThatThrownBy(() -> new FeatureList("l", List.of(f, f)))
        .hasMessageContaining("the name f stands twice");
    assertThatThrownBy(() -> new FeatureList("l", List.of(f, new FeatureSpec.Ratio("r", "f", "r"))))
        .hasMessageContaining("feature r: 'r' is not a feature listed before it");
  }

  @Test
  void aSliceThatIsNotAsLongAsItSaysIsRefused() {
    EntityPacker packer = new EntityPacker(stage.layout());
    apply("a", START);
    PackedEntity packed = packer.pack(state, null);
    packed.bytes[packed.size - 1] |= (byte) 0x80;

    EntityState damaged = packer.open(packed);
    assertThatThrownBy(() -> stage.vector(damaged))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a slice of an entity is damaged");
  }

  @Test
  void aBurstIsNotPaidForAfterItHasPassed() {
    EntityPacker packer = new EntityPacker(stage.layout());
    for (int i = 0; i < 2000; i++) {
      apply("e" + i, START + i);
    }
    PackedEntity packed = packer.pack(state, null);
    int busy = packed.footprint();
    state = packer.open(packed);
    apply("quiet", START + Duration.ofDays(20).toMillis());

    assertThat(packer.pack(state, packed)).isSameAs(packed);
    assertThat(packed.footprint()).isLessThan(busy / 10);
  }
}
