package io.atomstreams.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.expression.ExpressionIds;
import io.atomstreams.operators.feature.EntityVisit.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntityStagesTest {

  private static final EntityStage.Options OPTIONS =
      new EntityStage.Options(Duration.ofDays(1), Duration.ofDays(1));
  private static final SourcePosition SOURCE = new SourcePosition("sales-events", 0, 1);

  private static final String NO_DEVICE = null;

  private final Map<String, EntityState> states = new HashMap<>();
  private final EntityStages stages =
      stages(
          feature("orders", "count", EntityKind.CUSTOMER, Over.LARGEST),
          feature("sold_largest", "sum", EntityKind.PRODUCT, Over.LARGEST),
          feature("sold_mean", "sum", EntityKind.PRODUCT, Over.MEAN),
          feature("sold_max", "sum", EntityKind.PRODUCT, Over.MAX),
          new FeatureSpec.Ratio("share", "sold_largest", "orders"),
          feature("gap_device", "gap_mean", EntityKind.DEVICE, Over.LARGEST));

  private static FeatureSpec feature(String name, String aggregation, EntityKind kind, Over over) {
    return new FeatureSpec.Windowed(
        name,
        Aggregations.byName(aggregation).with(Map.of()),
        Measure.UNITS,
        Set.of(EventType.ORDER_PLACED),
        Duration.ofDays(30),
        kind,
        over);
  }

  private static EntityStages stages(FeatureSpec... features) {
    return new EntityStages(
        OPTIONS,
        new FeatureList("l", List.of(features), Map.of("gap_device", -1f)),
        WindowOracleTest.ORDER_VALUE,
        Set.of(EventType.ORDER_PLACED));
  }

  private static Event order(String id, EventType type, OrderLine... lines) {
    return order(id, type, "ios", lines);
  }

  private static Event order(String id, EventType type, String device, OrderLine... lines) {
    return new SalesEvent(
        "acme",
        id,
        type,
        1,
        EntityEvents.START,
        "c",
        "o",
        "EUR",
        List.of(lines),
        -1,
        null,
        null,
        device,
        null);
  }

  private static OrderLine line(String sku, int quantity) {
    return new OrderLine(sku, quantity, 100, OrderLine.UNKNOWN_COST, 0);
  }

  private List<Answer> visit(Event event) {
    List<Answer> answers = new ArrayList<>();
    for (EntityVisit visit : stages.visits(event, "acme|c", SOURCE, 1, true)) {
      EntityStage stage = stages.others().get(visit.kind());
      EntityState state = stage.applyAccepted(states.get(visit.key()), visit.event());
      states.put(visit.key(), state);
      answers.add(visit.answer(stage, state, 0));
    }
    return answers;
  }

  @Test
  void aVectorIsPutTogetherFromEveryEntityOfTheEvent() {
    Event first = order("e1", EventType.ORDER_PLACED, line("a", 7), line("b", 1));
    float[] alone = stages.vector(stages.customer().apply(null, first).state());
    stages.assembly().complete(alone, visit(first));
    assertThat(alone).containsExactly(1, 7, 4, 7, 7, -1);

    Event second = order("e2", EventType.ORDER_PLACED, line("a", 1), line("b", 3), line("c", 2));
    List<Answer> answers = visit(second);

    EntityState customer = stages.customer().apply(null, second).state();
    float[] vector = stages.vector(customer);
    assertThat(vector).startsWith(1, Float.NaN);
    stages.assembly().complete(vector, answers);

    // b is the largest line now: sold 1 and 3; a 7 and 1; c 2
    assertThat(vector).containsExactly(1, 4, (4 + 8 + 2) / 3f, 8, 4, 0);
    assertThat(answers).extracting(Answer::sequence).containsExactly(2L, 1L, 2L, 2L);
    assertThat(answers).extracting(Answer::place).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aDeclaredKindIsVisitedWhereItsKeyHasAValueAndItsFailuresAreCounted() {
    EntityKind region = EntityKind.declared("region", new ExpressionIds("device.substring(0, 2)"));
    EntityStages declared =
        stages(
            feature("orders", "count", EntityKind.CUSTOMER, Over.LARGEST),
            feature("of_region", "count", region, Over.LARGEST),
            feature("gap_device", "gap_mean", EntityKind.DEVICE, Over.LARGEST));
    Event known = order("e1", EventType.ORDER_PLACED, line("a", 7));
    assertThat(declared.visits(known, "acme|c", SOURCE, 1, true))
        .extracting(EntityVisit::key)
        .containsExactly("device/acme|ios", "region/acme|io");
    assertThat(declared.keyFailures()).isZero();

    Event without = order("e2", EventType.ORDER_PLACED, NO_DEVICE, line("a", 7));
    assertThat(declared.visits(without, "acme|c", SOURCE, 1, true)).isEmpty();
    assertThat(declared.keyFailures()).isEqualTo(1);
  }

  @Test
  void onlyEntitiesThatCountTheEventAreVisitedUnlessValuesAreWanted() {
    Event paid = order("e1", EventType.PAID, line("a", 1));
    assertThat(stages.visits(paid, "acme|c", SOURCE, 1, false)).isEmpty();
    assertThat(stages.visits(paid, "acme|c", SOURCE, 1, true))
        .extracting(EntityVisit::key)
        .containsExactly("product/acme|a", "device/acme|ios");
  }

  @Test
  void anEventOfAnotherEntityIsCountedHoweverLateAndOnlyWhereItsWindowIsStillOpen() {
    EntityStage products = stages.others().get(EntityKind.PRODUCT);
    long start = EntityEvents.START;
    EntityState state = products.applyAccepted(null, at(start + 40 * EntityEvents.DAY, 1));
    state = products.applyAccepted(state, at(start + 20 * EntityEvents.DAY, 2));
    state = products.applyAccepted(state, at(start, 4));
    assertThat(state.sequence()).isEqualTo(3);
    assertThat(state.clock()).isEqualTo(start + 40 * EntityEvents.DAY);
    assertThat(products.vector(state)).containsOnly(3);
  }

  private static Event at(long ts, int quantity) {
    SalesEvent sale = (SalesEvent) order("e" + ts, EventType.ORDER_PLACED, line("a", quantity));
    return new SalesEvent(
        sale.tenant(),
        sale.eventId(),
        sale.type(),
        1,
        ts,
        "c",
        "o",
        "EUR",
        sale.lines(),
        -1,
        null,
        null,
        null,
        null);
  }

  @Test
  void aListWithoutACustomersFeatureIsRefused() {
    assertThatThrownBy(() -> stages(feature("sold", "sum", EntityKind.PRODUCT, Over.MEAN)))
        .hasMessageContaining("none is of entity customer; at least one must be");
  }

  @Test
  void valuesAreSummedUpOverThoseThatHaveOne() {
    float[] values = {Float.NaN, 3, -1, Float.NaN};
    assertThat(Over.LARGEST.of(values, 4)).isNaN();
    assertThat(Over.MEAN.of(values, 4)).isEqualTo(1);
    assertThat(Over.MAX.of(values, 4)).isEqualTo(3);
    for (Over over : Over.values()) {
      assertThat(over.of(values, 0)).isNaN();
      assertThat(over.of(new float[] {Float.NaN}, 1)).isNaN();
      assertThat(over.of(new float[] {-2}, 1)).isEqualTo(-2);
    }
  }
}
