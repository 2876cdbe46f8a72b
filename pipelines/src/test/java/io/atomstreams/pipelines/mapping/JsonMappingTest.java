package io.atomstreams.pipelines.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.RejectionReason;
import io.atomstreams.pipelines.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonMappingTest {

  private static final String RECORD =
      """
      {"head": {"no": "A-17", "state": "NEW", "at": 1767261600, "test": false, "ship": {"land": "DE"}},
       "buyer": {"ref": "k-3"}, "cur": "EUR",
       "pos": [{"art": "4711", "n": 2, "each": 12.50, "rebate": 1.25}, {"art": "4712", "n": 1, "each": 3}]}
      """;

  private static final JsonMapping MAPPING = JsonMapping.parse("legacy-orders.yaml", yaml());

  private static String yaml() {
    try {
      return Files.readString(Path.of("..", "testdata", "mappings", "legacy-orders.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Decoded map(String json) {
    return MAPPING.map(json.getBytes(UTF_8));
  }

  private static SalesEvent sale(String json) {
    Decoded decoded = map(json);
    assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
    return (SalesEvent) ((Decoded.Accepted) decoded).event();
  }

  @Test
  void mapsARecordByItsPointers() {
    assertThat(sale(RECORD))
        .isEqualTo(
            new SalesEvent(
                "legacy",
                "legacy:A-17:NEW",
                EventType.ORDER_PLACED,
                1,
                1_767_261_600_000L,
                "k-3",
                "A-17",
                "EUR",
                List.of(
                    new OrderLine("4711", 2, 1_250, OrderLine.UNKNOWN_COST, 125),
                    new OrderLine("4712", 1, 300, OrderLine.UNKNOWN_COST, 0)),
                SalesEvent.NO_AMOUNT,
                null,
                "DE",
                null,
                "web"));
  }

  @Test
  void choosesTheTypeByRule() {
    assertThat(sale(RECORD.replace("NEW", "CANCELLED").replace("\"n\": 2", "\"n\": -2")))
        .satisfies(
            sale -> {
              assertThat(sale.type()).isEqualTo(EventType.CANCELLED);
              assertThat(sale.lines().get(0).qty()).isEqualTo(2);
            });
    assertThat(sale(RECORD.replace("NEW", "SENT")).type()).isEqualTo(EventType.SHIPPED);
  }

  @Test
  void takesARecordWithoutBuyerAsAGuests() {
    assertThat(sale(RECORD.replace("\"k-3\"", "null")).customerId()).isNull();
  }

  @Test
  void usesTheDigitsOfTheCurrency() {
    assertThat(sale(RECORD.replace("EUR", "JPY")).lines().get(0).unitPrice()).isEqualTo(13);
    assertThat(sale(RECORD.replace("EUR", "KWD")).lines().get(0).unitPrice()).isEqualTo(12_500);
  }

  @Test
  void rejectsWhatItCannotMapAndSaysWhy() {
    assertThat(map(RECORD.replace("12.50", "\"cheap\"")))
        .isEqualTo(
            new Decoded.Rejected(
                RejectionReason.UNMAPPED,
                "legacy-orders.yaml: not_a_number: /pos[0] ${/each} is 'cheap', must be a decimal"
                    + " number such as 12.50",
                "legacy-orders.yaml: not_a_number"));
    assertThat(map(RECORD.replace("1767261600", "\"noon\""))).asString().contains("not_a_time");
    assertThat(map(RECORD.replace("EUR", "XXX"))).asString().contains("unknown_currency");
    assertThat(map(RECORD.replaceAll("\\[.*\\]", "[]"))).asString().contains("no_lines");
    assertThat(map(RECORD.replaceAll("\\[.*\\]", "7"))).asString().contains("not_an_array");
    assertThat(map(RECORD.replace("12.50", "1e999999999"))).asString().contains("not_a_number");
  }

  @Test
  void givesIgnoredRecordsAnOutcomeToo() {
    assertThat(map(RECORD.replace("k-3", "qa-1")))
        .isEqualTo(
            Decoded.Rejected.unquoted(
                RejectionReason.UNMAPPED, "legacy-orders.yaml: ignored by rule: test_order"));
    assertThat(map(RECORD.replace("false", "true"))).asString().contains("test_order");
  }

  @Test
  void rejectsWhatIsNoJsonObject() {
    assertThat(MAPPING.map(null)).asString().contains("EMPTY");
    assertThat(map("[1]")).asString().contains("NOT_JSON");
    assertThat(map("{} {}")).asString().contains("NOT_JSON");
    assertThat(map(" ")).asString().contains("NOT_JSON");
    assertThat(MAPPING.map(new byte[(1 << 20) + 1])).asString().contains("TOO_LARGE");
  }

  @Property(tries = 1_000)
  void neverThrows(@ForAll byte[] bytes, @ForAll int cut, @ForAll int place, @ForAll byte damage) {
    byte[] damaged = RECORD.getBytes(UTF_8);
    damaged[Math.floorMod(place, damaged.length)] = damage;
    assertThat(MAPPING.map(bytes)).isNotNull();
    assertThat(MAPPING.map(damaged)).isNotNull();
    assertThat(map(RECORD.substring(0, Math.floorMod(cut, RECORD.length() - 2))))
        .isInstanceOf(Decoded.Rejected.class);
  }

  @Test
  void travelsAsItsText() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(MAPPING);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      JsonMapping arrived = (JsonMapping) in.readObject();
      assertThat(arrived.map(RECORD.getBytes(UTF_8))).isEqualTo(map(RECORD));
    }
  }

  @Test
  void reportsAllThatIsWrongWithAMapping() {
    assertThatThrownBy(
            () ->
                JsonMapping.parse(
                    "bad.yaml",
                    """
                    format: json
                    event: {type: order_placd, tenant: t, eventId: "${id}", orderId: "${/id}", currency: EUR}
                    time: {field: /at, format: nonsense, zone: Mars/Olympus}
                    group: {by: no}
                    lines: {each: /pos, sku: "${/art}", qty: "${/n}", price: "${/each}"}
                    rules:
                      - when: {field: /a}
                      - when: {field: /a, matches: "["}
                        ignore: x
                    """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("event.type is 'order_placd'")
        .hasMessageContaining("did you mean order_placed?")
        .hasMessageContaining("event.eventId names 'id', must be a JSON pointer")
        .hasMessageContaining("time.zone is 'Mars/Olympus'")
        .hasMessageContaining("time.format is 'nonsense'")
        .hasMessageContaining("lines.unitPrice is missing")
        .hasMessageContaining("lines.price is not an option")
        .hasMessageContaining("group is for csv")
        .hasMessageContaining("rules[0].when.field has no test")
        .hasMessageContaining("rules[0].when leads to nothing")
        .hasMessageContaining("rules[1].when.matches is '['");
  }

  @Test
  void mapsCustomerEventsToo() {
    JsonMapping views =
        JsonMapping.parse(
            "views.yaml",
            """
            format: json
            event: {type: page_view, tenant: t, eventId: "${/id}", customerId: "${/user}", sku: "${/art}"}
            time: {field: /at, format: iso}
            """);
    Decoded decoded =
        views.map(
            "{\"id\":\"v1\",\"user\":\"u\",\"art\":\"a\",\"at\":\"2026-01-01T12:00:00+01:00\"}"
                .getBytes(UTF_8));
    assertThat(decoded).asString().contains("PAGE_VIEW", "ts=1767265200000", "customerId=u");
    assertThat(views.map("{\"id\":\"v1\",\"at\":\"2026-01-01T12:00:00Z\"}".getBytes(UTF_8)))
        .asString()
        .contains("missing_value");
  }
}
