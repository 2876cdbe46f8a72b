package io.atomstreams.operators.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that is wrong wherever it stands: the detail quotes it, the outline never does. */
class RejectionOutlineTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final String ORDER =
      """
      {"tenant":"acme","eventId":"e1","type":"order_placed","schemaVersion":1,"ts":1700000000000,\
      "customerId":"c1","orderId":"o1","currency":"EUR","amount":100,\
      "lines":[{"sku":"a","qty":1,"unitPrice":100,"unitCost":50,"discount":0}]}""";

  private final EventContract contract =
      new EventContract(
          new EventContract.Options(Instant.EPOCH, Duration.ofHours(1), EventClock.wall()));

  private Optional<Decoded.Rejected> rejected(String json) {
    Decoded decoded = new EventDecoder().decode(EventType.Stream.SALES, json.getBytes(UTF_8));
    return decoded instanceof Decoded.Accepted accepted
        ? contract.check(accepted.event(), NOW)
        : Optional.of((Decoded.Rejected) decoded);
  }

  private static String with(String field, String value) {
    return ORDER.replaceFirst("\"" + field + "\":(\"[^\"]*\"|\\d+)", "\"" + field + "\":" + value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"zoe@4917012345678\"",
        "zoe4917012345678",
        "4917012345678",
        "-4917012345678",
        "4917012345678491701234567849170"
      })
  void outlinesQuoteNothing(String value) {
    int quoted = 0;
    for (String field :
        List.of(
            "tenant",
            "eventId",
            "type",
            "schemaVersion",
            "ts",
            "customerId",
            "orderId",
            "currency",
            "amount",
            "sku",
            "qty",
            "unitPrice",
            "unitCost",
            "discount")) {
      Optional<Decoded.Rejected> rejected = rejected(with(field, value));
      if (rejected.isPresent()) {
        assertThat(rejected.get().outline()).isNotBlank().doesNotContain("4917012345678", "zoe");
        quoted += rejected.get().detail().contains("4917012345678") ? 1 : 0;
      }
    }
    assertThat(quoted).isPositive();
  }
}
