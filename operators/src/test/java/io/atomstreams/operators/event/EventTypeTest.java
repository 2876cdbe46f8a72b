package io.atomstreams.operators.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventTypeTest {

  @Test
  void codesAreForEver() {
    assertThat(Arrays.stream(EventType.values()).map(t -> t.code() + " " + t.wireName()))
        .containsExactly(
            "1 order_placed",
            "2 paid",
            "3 shipped",
            "4 cancelled",
            "5 refunded",
            "6 chargeback",
            "7 page_view",
            "8 search",
            "9 cart_add",
            "10 cart_remove",
            "11 login",
            "12 login_failed",
            "13 signup",
            "14 review",
            "15 ticket",
            "16 consent",
            "17 exposure",
            "18 click");
  }

  @Test
  void noCodeIsGivenTwiceAndAllFitAByte() {
    assertThat(Arrays.stream(EventType.values()).collect(Collectors.toSet()))
        .allMatch(type -> type.code() >= 1 && type.code() <= Byte.MAX_VALUE);
    assertThat(Arrays.stream(EventType.values()).map(EventType::code)).doesNotHaveDuplicates();
  }

  @Test
  void aTypeIsFoundByItsCodeAndByItsName() {
    for (EventType type : EventType.values()) {
      assertThat(EventType.ofCode(type.code())).contains(type);
      assertThat(EventType.ofWireName(type.wireName())).contains(type);
    }
  }

  @Test
  void anUnknownCodeOrNameFindsNone() {
    assertThat(EventType.ofCode(-1)).isEmpty();
    assertThat(EventType.ofCode(0)).isEmpty();
    assertThat(EventType.ofCode(EventType.values().length + 1)).isEmpty();
    assertThat(EventType.ofWireName("order_lost")).isEmpty();
  }
}
