package io.atomstreams.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntityKindTest {

  private static final SalesEvent SALE =
      new SalesEvent(
          "acme",
          "e1",
          EventType.ORDER_PLACED,
          1,
          EntityEvents.START,
          null,
          "o1",
          "EUR",
          List.of(line("b", 1, 500), line("a", 1, 500), line("c", 2, 300), line("b", 1, 50)),
          1_000,
          "card-7",
          "NL",
          "ios",
          null);

  private static final CustomerEvent VIEW =
      new CustomerEvent(
          "acme", "e2", EventType.PAGE_VIEW, 1, 5, "c/1", "s1", "a", null, "web", null);

  private static OrderLine line(String sku, int quantity, long price) {
    return new OrderLine(sku, quantity, price, OrderLine.UNKNOWN_COST, 0);
  }

  @Test
  void anOrdersProductsComeByTheValueOfTheirLinesAndEachOnce() {
    assertThat(EntityKind.PRODUCT.idsIn(SALE)).containsExactly("c", "b", "a");
    assertThat(EntityKind.PRODUCT.idsIn(VIEW)).containsExactly("a");
  }

  @Test
  void aProductGetsItsOwnLinesOnly() {
    SalesEvent part = (SalesEvent) EntityKind.PRODUCT.part(SALE, "b");
    assertThat(part.lines()).containsExactly(line("b", 1, 500), line("b", 1, 50));
    assertThat(part.value()).isEqualTo(550);
    assertThat(part.eventId()).isEqualTo("e1");
    assertThat(EntityKind.PRODUCT.part(SALE.repairedBy("qty_bound"), "b").repaired())
        .containsExactly("qty_bound");
    assertThat(EntityKind.DEVICE.part(SALE, "ios")).isSameAs(SALE);
    assertThat(EntityKind.PRODUCT.part(VIEW, "a")).isSameAs(VIEW);
  }

  @Test
  void everyKindReadsItsFieldAndNothingWhereThereIsNone() {
    assertThat(EntityKind.CUSTOMER.idsIn(SALE)).isEmpty();
    assertThat(EntityKind.CUSTOMER.idsIn(VIEW)).containsExactly("c/1");
    assertThat(EntityKind.DEVICE.idsIn(SALE)).containsExactly("ios");
    assertThat(EntityKind.DEVICE.idsIn(VIEW)).containsExactly("web");
    assertThat(EntityKind.SESSION.idsIn(SALE)).isEmpty();
    assertThat(EntityKind.SESSION.idsIn(VIEW)).containsExactly("s1");
    assertThat(EntityKind.PAYMENT.idsIn(SALE)).containsExactly("card-7");
    assertThat(EntityKind.PAYMENT.idsIn(VIEW)).isEmpty();
    assertThat(EntityKind.SHIP_TO.idsIn(SALE)).containsExactly("NL");
    assertThat(EntityKind.TENANT.idsIn(VIEW)).containsExactly("acme");
  }

  private record Channels(String text) implements EntityIds {
    @Override
    public List<String> in(Event event) {
      return List.of("web");
    }
  }

  private static final EntityIds CHANNELS = new Channels("the channel");

  private static Stream<EntityKind> kinds() {
    return Stream.concat(
        EntityKind.BUILT_IN.stream(), Stream.of(EntityKind.declared("region_2", CHANNELS)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKeyAndACodeSayTheKind(EntityKind kind) {
    assertThat(EntityKind.ofKey(kind.key("acme", "id/1|2"))).isEqualTo(kind);
    assertThat(EntityKind.ofName(kind.yamlName())).isEqualTo(kind).hasSameHashCodeAs(kind);
    if (kind.code() != EntityKind.DECLARED) {
      assertThat(EntityKind.ofCode(kind.code())).isSameAs(kind);
    }
  }

  /** A job graph carries them; the built-in ones must stay what they are compared with. */
  @ParameterizedTest
  @MethodSource("kinds")
  void aKindSurvivesTheWayToTheTaskManagers(EntityKind kind) throws Exception {
    EntityKind there = InstantiationUtil.clone(kind);
    assertThat(there).isEqualTo(kind);
    if (EntityKind.BUILT_IN.contains(kind)) {
      assertThat(there).isSameAs(kind);
    }
  }

  @Test
  void namesOfDeclaredKindsCannotBeTakenForAnythingElse() {
    for (String name : List.of("", "Region", "a/b", "a|b", "a-b", "1st", "x".repeat(33))) {
      assertThatThrownBy(() -> EntityKind.declared(name, CHANNELS))
          .hasMessageContaining("'" + name + "' must be a small letter");
    }
    assertThatThrownBy(() -> EntityKind.declared("device", CHANNELS))
        .hasMessageContaining("'device' is built in");
  }

  @Test
  void kindsStandInOneOrderTheBuiltInFirst() {
    EntityKind last = EntityKind.declared("b", CHANNELS);
    EntityKind first = EntityKind.declared("a", CHANNELS);
    assertThat(new TreeSet<>(List.of(last, EntityKind.TENANT, first, EntityKind.CUSTOMER)))
        .containsExactly(EntityKind.CUSTOMER, EntityKind.TENANT, first, last);
  }

  @Test
  void whatIsNoKindIsNamed() {
    EntityKind known = EntityKind.ofKey("shelf/acme|1");
    assertThat(known.yamlName()).isEqualTo("shelf");
    assertThatThrownBy(known::ids).hasMessageContaining("'shelf' is known by its name alone");
    assertThatThrownBy(() -> EntityKind.ofCode(99)).hasMessageContaining("99");
  }
}
