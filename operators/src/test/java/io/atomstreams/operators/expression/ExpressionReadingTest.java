package io.atomstreams.operators.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.feature.Aggregations;
import io.atomstreams.operators.feature.EntityLayout;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.feature.Reading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ExpressionReadingTest {

  /** A Sunday, 23:30 UTC. */
  private static final long TS = Instant.parse("2024-03-03T23:30:00Z").toEpochMilli();

  private static Event sale(long price, String device) {
    List<OrderLine> lines =
        List.of(
            new OrderLine("a-1", 2, price, OrderLine.UNKNOWN_COST, 0),
            new OrderLine("b-2", 1, price, OrderLine.UNKNOWN_COST, 0));
    return new SalesEvent(
        "acme",
        "e" + price,
        EventType.ORDER_PLACED,
        1,
        TS,
        "c",
        "o",
        "EUR",
        lines,
        -1,
        "card",
        null,
        device,
        "web");
  }

  private static Event view(String sku, String device) {
    return new CustomerEvent(
        "acme", "v", EventType.PAGE_VIEW, 1, TS, "c", null, sku, null, device, null);
  }

  private static long value(String expression, Event event) {
    return new ExpressionReading("", expression, Measure.ONE).of(event);
  }

  private static boolean passes(String filter, Event event) {
    return new ExpressionReading(filter, "", Measure.ONE).of(event) != Reading.ABSENT;
  }

  @Example
  void derivesNumbersFromWhatAnEventCarries() {
    assertThat(value("order_value / units", sale(1000, "ios"))).isEqualTo(1000);
    assertThat(value("order_value > 2500 ? 1 : 0", sale(1000, "ios"))).isEqualTo(1);
    assertThat(value("hour * 100 + weekday", sale(1000, "ios"))).isEqualTo(2307);
    assertThat(value("size(skus) + lines", sale(1000, "ios"))).isEqualTo(4);
    assertThat(value("order_value", view("a-1", "ios"))).isZero();
  }

  @Example
  void filtersByAnythingAnEventCarriesAndTakesWhatIsMissingAsEmpty() {
    assertThat(passes("device.startsWith('io') && hour >= 22", sale(1, "ios"))).isTrue();
    assertThat(passes("device == ''", sale(1, null))).isTrue();
    assertThat(passes("type == 'page_view' && sku == 'a-1'", view("a-1", null))).isTrue();
    assertThat(passes("skus.exists(s, s.startsWith('b'))", sale(1, null))).isTrue();
    assertThat(passes("skus.exists(s, s.startsWith('b'))", view("a-1", null))).isFalse();
    assertThat(passes("channel.matches('^w.b$')", sale(1, null))).isTrue();
  }

  @Example
  void seesWhichRulesHaveRepairedTheEvent() {
    Event repaired = view("a-1", "ios").repairedBy("device_known").repairedBy("fresh");

    assertThat(Measure.REPAIRS.of(repaired)).isEqualTo(2);
    assertThat(Measure.REPAIRS.of(sale(1, null))).isZero();
    assertThat(value("repairs", repaired)).isEqualTo(2);
    assertThat(passes("'fresh' in repaired && !('qty' in repaired)", repaired)).isTrue();
    assertThat(passes("repairs > 0", sale(1, null))).isFalse();
  }

  @Example
  void aTextIsANameAndAnEmptyOneIsNotCounted() {
    ExpressionReading reading =
        new ExpressionReading("", "device == '' ? '' : device + '/' + channel", Measure.ONE);

    assertThat(reading.isName()).isTrue();
    assertThat(reading.of(sale(1, "ios"))).isEqualTo(Measure.hash("ios/web"));
    assertThat(reading.of(sale(1, null))).isEqualTo(Reading.ABSENT);
  }

  @Example
  void anEventOnWhichAnExpressionFailsIsNotCounted() {
    assertThat(value("order_value / lines", view("a", null))).isEqualTo(Reading.ABSENT);
    assertThat(value("skus[7] == 'x' ? 1 : 2", sale(1, null))).isEqualTo(Reading.ABSENT);
    assertThat(value("9223372036854775807 + units", sale(1, null))).isEqualTo(Reading.ABSENT);
    assertThat(passes("units / lines > 0", view("a", null))).isFalse();

    Reading reading = new ExpressionReading("lines > 1", "order_value / (units - 3)", Measure.ONE);
    assertThat(reading.of(view("a", null))).isEqualTo(Reading.ABSENT);
    assertThat(reading.failures()).isZero();
    assertThat(reading.of(sale(1, null))).isEqualTo(Reading.ABSENT);
    assertThat(reading.failures()).isEqualTo(1);
  }

  @Example
  void aMistakeIsNamedWithItsPlaceBeforeAnythingStarts() {
    assertThatThrownBy(() -> value("order_value +\n devise", sale(1, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2 column 2")
        .hasMessageContaining("undeclared reference to 'devise'")
        .hasMessageContaining("device");
    assertThatThrownBy(() -> value("order_value + device", sale(1, null)))
        .hasMessageContaining("line 1 column 13")
        .hasMessageContaining("no matching overload");
    assertThatThrownBy(() -> value("order_value * (", sale(1, null)))
        .hasMessageContaining("line 1 column");
    assertThatThrownBy(() -> value("1.5", sale(1, null)))
        .hasMessageContaining("'1.5' is of type double, must be int or string");
    assertThatThrownBy(() -> passes("units", sale(1, null))).hasMessageContaining("must be bool");
  }

  @Property
  void whateverIsWrittenIsRefusedInWordsOrGivesAValue(@ForAll("scribbles") String text) {
    try {
      value(text, sale(1000, "ios"));
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining(text);
    }
  }

  @Provide
  Arbitrary<String> scribbles() {
    Arbitrary<String> token =
        Arbitraries.of(
            "device",
            "units",
            "skus",
            "(",
            ")",
            "[",
            "]",
            "'",
            "+",
            "-",
            "/",
            "%",
            "0",
            "7",
            "?",
            ":",
            ".map(x, x)",
            ".all(x, x == device)",
            "==",
            "&&",
            "!",
            "{",
            "}",
            "null",
            "\\",
            ",",
            "size(",
            ".substring(",
            ".lowerAscii()",
            ".indexOf(",
            "int(",
            "'a'",
            "\u0000",
            "\ud83d\ude00",
            "-9223372036854775808",
            " ");
    return Arbitraries.oneOf(
        token.list().ofMinSize(1).ofMaxSize(12).map(tokens -> String.join("", tokens)),
        Arbitraries.strings().ofMinLength(1).ofMaxLength(20));
  }

  @Example
  void travelsWithTheJobAndKeepsItsMeaning() throws IOException, ClassNotFoundException {
    ExpressionReading reading = new ExpressionReading("device == 'ios'", "units * 2", Measure.ONE);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(reading);
    }

    Reading read =
        (Reading) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(read.of(sale(1, "ios"))).isEqualTo(6);
    assertThat(read.of(sale(1, "android"))).isEqualTo(Reading.ABSENT);
    assertThat(read.text()).isEqualTo(reading.text());
  }

  @Example
  void featuresUseItAndTheirStateIsFoundAgain() {
    FeatureList list =
        new FeatureList(
            "l",
            List.of(
                windowed(
                    "ios",
                    "count",
                    new ExpressionReading("device=='ios'||hour<6", "", Measure.ONE)),
                windowed(
                    "a_unit", "mean", new ExpressionReading("", "order_value/units", Measure.ONE)),
                windowed("all", "count", Measure.ONE),
                windowed(
                    "never", "sum", new ExpressionReading("", "1 / (units - 3)", Measure.ONE))));
    EntityStage stage =
        new EntityStage(
            new EntityStage.Options(Duration.ofDays(1), Duration.ofDays(1)),
            list,
            new RobustOutlier(new RobustOutlier.Options(32, 8, 6, 12, 0.05, Duration.ofHours(1))));

    EntityState state = stage.apply(null, sale(1000, "ios")).state();
    state = stage.apply(state, sale(2000, "android")).state();

    assertThat(stage.vector(state)).containsExactly(1, 1500, 2, 0);
    assertThat(stage.failures()).isEqualTo(2);
    String layout = stage.layout().describe();
    assertThat(EntityLayout.parse(layout)).isEqualTo(stage.layout());
    assertThat(layout.lines()).hasSize(5);
  }

  private static FeatureSpec windowed(String name, String aggregation, Reading reading) {
    return new FeatureSpec.Windowed(
        name,
        Aggregations.byName(aggregation).with(Map.of()),
        reading,
        Set.of(EventType.ORDER_PLACED),
        Duration.ofDays(1));
  }
}
