package io.atomstreams.pipelines.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.config.YamlDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions, times, money and templates, each by itself. */
class MappingRulesTest {

  private static Row row(Map<String, String> values) {
    return field -> values.getOrDefault(field, "");
  }

  private static boolean holds(String when, Map<String, String> values) {
    return YamlDocument.parse("when.yaml", when)
        .as(root -> Condition.read(root, field -> {}))
        .holds(row(values));
  }

  private static Instant time(String text, String settings) throws Unmappable {
    EventTime time =
        YamlDocument.parse("time.yaml", "{field: at, " + settings + "}").as(EventTime::read);
    return Instant.ofEpochMilli(time.of(row(Map.of("at", text))));
  }

  private static long money(String text, String currency, String settings) throws Unmappable {
    return YamlDocument.parse("money.yaml", settings)
        .as(Money::read)
        .of(new Template("${p}"), row(Map.of("p", text)), currency);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{field: a, startsWith: C}               | C1  | true",
        "{field: a, startsWith: C}               | 1C  | false",
        "{field: a, equals: x}                   | x   | true",
        "{field: a, equals: x}                   | xx  | false",
        "{field: a, matches: 'C[0-9]+'}          | C12 | true",
        "{field: a, matches: 'C[0-9]+'}          | C12x| false",
        "{field: a, lessThan: 0}                 | -0.5| true",
        "{field: a, lessThan: 0}                 | 0   | false",
        "{field: a, lessThan: 0}                 | none| false",
        "{field: a, greaterThan: 1.5}            | 1.6 | true",
        "{field: a, greaterThan: 1.5, lessThan: 2} | 3 | false",
        "{field: b, isBlank: true}               | x   | true",
        "{field: a, isBlank: false}              | x   | true",
        "{all: [{field: a, equals: x}, {field: b, isBlank: true}]}  | x | true",
        "{all: [{field: a, equals: x}, {field: b, isBlank: false}]} | x | false",
        "{any: [{field: a, equals: y}, {field: b, isBlank: true}]}  | x | true",
        "{any: [{field: a, equals: y}, {all: [{field: a, equals: z}]}]} | x | false"
      })
  void decidesWhetherARuleApplies(String when, String a, boolean expected) {
    assertThat(holds(when, Map.of("a", a))).isEqualTo(expected);
  }

  @Test
  void tellsWhichFieldsAConditionReads() {
    List<String> fields = new ArrayList<>();
    YamlDocument.parse("w", "{all: [{field: a, equals: x}, {any: [{field: b, equals: y}]}]}")
        .as(root -> Condition.read(root, fields::add));
    assertThat(fields).containsExactly("a", "b");
  }

  @Test
  void readsTimesInEveryForm() throws Unmappable {
    Instant noon = Instant.parse("2026-07-01T11:00:00Z");
    String london = "format: 'dd/MM/yyyy HH:mm', zone: Europe/London";
    assertThat(time("01/07/2026 12:00", london)).isEqualTo(noon);
    assertThat(time("1782903600000", "format: epoch_millis")).isEqualTo(noon);
    assertThat(time("1782903600", "format: epoch_seconds")).isEqualTo(noon);
    assertThat(time("2026-07-01T13:00:00+02:00", "format: iso")).isEqualTo(noon);
  }

  @Test
  void movesALocalTimeOutOfTheGapAndTakesTheEarlierOfTwo() throws Unmappable {
    String london = "format: 'yyyy-MM-dd HH:mm', zone: Europe/London";
    assertThat(time("2026-03-29 01:30", london)).isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    assertThat(time("2026-10-25 01:30", london)).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
  }

  @Test
  void refusesTimesThatAreNone() {
    assertThatThrownBy(() -> time("2026-02-30 00:00", "format: 'yyyy-MM-dd HH:mm'"))
        .hasMessage("at is '2026-02-30 00:00', must be a time written as yyyy-MM-dd HH:mm");
    assertThatThrownBy(() -> time("9223372036854775807", "format: epoch_seconds"))
        .isInstanceOf(Unmappable.class);
    assertThatThrownBy(() -> time("", "format: epoch_millis")).isInstanceOf(Unmappable.class);
  }

  @Test
  void roundsMoneyAsStatedToTheDigitsOfTheCurrency() throws Unmappable {
    assertThat(money("2.55", "GBP", "{}")).isEqualTo(255);
    assertThat(money("0.335", "GBP", "{}")).isEqualTo(34);
    assertThat(money("0.001", "GBP", "{}")).isZero();
    assertThat(money("-0.335", "GBP", "{}")).isEqualTo(-34);
    assertThat(money("0.335", "GBP", "rounding: down")).isEqualTo(33);
    assertThat(money("12.5", "JPY", "{}")).isEqualTo(13);
    assertThat(money("1.234", "KWD", "{}")).isEqualTo(1_234);
    assertThat(money("255", "GBP", "unit: minor")).isEqualTo(255);
    assertThatThrownBy(() -> money("0.335", "GBP", "rounding: unnecessary"))
        .hasMessageContaining("must be whole minor units of GBP");
    assertThatThrownBy(() -> money("1,50", "EUR", "{}"))
        .hasMessage("${p} is '1,50', must be a decimal number such as 12.50");
    assertThatThrownBy(() -> money("1", "EURO", "{}")).hasMessageContaining("ISO 4217");
  }

  @Test
  void fillsTemplatesAndLeavesThemEmptyWhereAllFieldsAre() {
    Template template = new Template("shop:${no}:${ state }");
    assertThat(template.fields()).containsExactly("no", "state");
    assertThat(template.apply(row(Map.of("no", "1", "state", "new")))).isEqualTo("shop:1:new");
    assertThat(template.apply(row(Map.of("no", "1")))).isEqualTo("shop:1:");
    assertThat(template.apply(row(Map.of()))).isEmpty();
    assertThat(new Template("GBP").apply(row(Map.of()))).isEqualTo("GBP");
  }
}
