package io.atomstreams.operators.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class ExpressionIdsTest {

  private static Event search(String text, String device) {
    return new CustomerEvent(
        "acme", "v", EventType.SEARCH, 1, 5, "c-7", "s1", null, text, device, "web");
  }

  @Test
  void anExpressionOverTheEventIsTheId() {
    assertThat(new ExpressionIds("channel + '/' + device").in(search(null, "ios")))
        .containsExactly("web/ios");
    assertThat(new ExpressionIds("device.substring(0, 2).upperAscii()").in(search(null, "ios")))
        .containsExactly("IO");
    assertThat(new ExpressionIds("customer + '@' + string(hour)").in(search(null, null)))
        .containsExactly("c-7@0");
  }

  @Test
  void anEmptyIdIsNoEntityAndNoFailure() {
    ExpressionIds ids = new ExpressionIds("device");
    assertThat(ids.in(search(null, null))).isEmpty();
    assertThat(ids.failures()).isZero();
  }

  @Test
  void whatFailsOrIsTooLongForAKeyIsNoEntityAndCounted() {
    ExpressionIds cut = new ExpressionIds("device.substring(0, 2)");
    assertThat(cut.in(search(null, "x"))).isEmpty();
    assertThat(cut.failures()).isEqualTo(1);

    ExpressionIds whole = new ExpressionIds("text");
    assertThat(whole.in(search("x".repeat(256), null))).containsExactly("x".repeat(256));
    assertThat(whole.in(search("x".repeat(257), null))).isEmpty();
    assertThat(whole.failures()).isEqualTo(1);
  }

  @Test
  void whatComesToNoTextIsRefusedWithItsType() {
    assertThatThrownBy(() -> new ExpressionIds("hour"))
        .hasMessageContaining("'hour' is of type int, must be string");
    assertThatThrownBy(() -> new ExpressionIds("device.replace('a', device)"))
        .hasMessageContaining("undeclared reference to 'replace'");
  }

  @Test
  void travelsWithTheJobAndCountsAnew() throws Exception {
    ExpressionIds ids = new ExpressionIds("device.substring(0, 2)");
    ids.in(search(null, "x"));
    ExpressionIds there = InstantiationUtil.clone(ids);
    assertThat(there.text()).isEqualTo(ids.text());
    assertThat(there.in(search(null, "ios"))).containsExactly("io");
    assertThat(there.failures()).isZero();
  }
}
