package io.atomstreams.operators.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.EventType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventDecoderTest {

  private static final String VIEW =
      """
      {"tenant":"acme","eventId":"e1","type":"page_view","schemaVersion":1,"ts":5,
       "customerId":"%s","new field":{"a":[1,2]},"sku":null}""";

  private final EventDecoder decoder = new EventDecoder();

  @Test
  void readsWhatItKnowsAndPassesOverWhatItDoesNot() {
    CustomerEvent event = (CustomerEvent) accepted(VIEW.formatted("c1")).event();

    assertThat(event.customerId()).isEqualTo("c1");
    assertThat(event.sku()).isNull();
    assertThat(event.ts()).isEqualTo(5);
  }

  @Test
  void acceptsEveryPlaneOfUnicodeEscapedOrNot() {
    assertThat(accepted(VIEW.formatted("\\ud83d\\ude00")).event().customerId())
        .isEqualTo("\ud83d\ude00");
    assertThat(accepted(VIEW.formatted("\ud83d\ude00ş")).event().customerId())
        .isEqualTo("\ud83d\ude00ş");
  }

  @Test
  void refusesHalfOfASurrogatePairSinceNoOutputCouldSayIt() {
    Decoded.Rejected rejected = rejected(VIEW.formatted("c\\ud83d"));

    assertThat(rejected.reason()).isEqualTo(RejectionReason.NOT_JSON);
    assertThat(rejected.detail()).startsWith("customerId has half of a surrogate pair");
  }

  @Test
  void saysWhyForEachKindOfMistake() {
    assertThat(decoder.decode(EventType.Stream.CUSTOMER, null)).isEqualTo(EMPTY);
    assertThat(rejected("[]").reason()).isEqualTo(RejectionReason.NOT_JSON);
    assertThat(rejected("{} {}").reason()).isEqualTo(RejectionReason.NOT_JSON);
    assertThat(rejected("{").reason()).isEqualTo(RejectionReason.NOT_JSON);
    assertThat(rejected("{}").detail()).isEqualTo("tenant is missing");
    assertThat(rejected(VIEW.formatted("c").replace("\"ts\":5", "\"ts\":\"5\"")).detail())
        .isEqualTo("ts is VALUE_STRING, must be an integer");
    assertThat(rejected(VIEW.formatted("c").replace(":1,", ":2,")).reason())
        .isEqualTo(RejectionReason.UNSUPPORTED_VERSION);
    assertThat(rejected(VIEW.formatted("c").replace("page_view", "order_placed")).detail())
        .isEqualTo("type is 'order_placed', not an event of customer-events");
    byte[] large = new byte[EventDecoder.MAX_BYTES + 1];
    assertThat(decoder.decode(EventType.Stream.CUSTOMER, large))
        .isInstanceOfSatisfying(
            Decoded.Rejected.class,
            r -> assertThat(r.reason()).isEqualTo(RejectionReason.TOO_LARGE));
  }

  private static final Decoded EMPTY =
      Decoded.Rejected.unquoted(
          RejectionReason.EMPTY, "the record has no value; an event is a JSON object");

  private Decoded.Accepted accepted(String json) {
    return (Decoded.Accepted) decode(json);
  }

  private Decoded.Rejected rejected(String json) {
    return (Decoded.Rejected) decode(json);
  }

  private Decoded decode(String json) {
    return decoder.decode(EventType.Stream.CUSTOMER, json.getBytes(StandardCharsets.UTF_8));
  }
}
