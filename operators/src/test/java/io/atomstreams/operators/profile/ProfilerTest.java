package io.atomstreams.operators.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.profile.FieldProfile.Distinct;
import io.atomstreams.operators.profile.FieldProfile.TopValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfilerTest {

  private static final Profiler PROFILER =
      new Profiler(new Profiler.Options(50, 3, Set.of("type", "paid"), Set.of("iban")));

  static Profile profile(Profiler profiler, String... records) {
    ProfileAccumulator profile = profiler.createAccumulator();
    for (String json : records) {
      profiler.add(profile, JsonRecord.read(json.getBytes(StandardCharsets.UTF_8)));
    }
    return profiler.getResult(profile);
  }

  static FieldProfile field(Profile profile, String path) {
    return profile.fields().stream()
        .filter(field -> field.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void countsWhatIsMissingNullAndOfWhichType() {
    Profile profile =
        profile(PROFILER, "{\"a\":1,\"b\":null}", "{\"a\":\"x\"}", "{\"b\":2}", "oops", "{}");

    assertThat(profile.records()).isEqualTo(4);
    assertThat(profile.unreadable()).isEqualTo(1);
    FieldProfile a = field(profile, "a");
    assertThat(a.missing()).isEqualTo(2);
    assertThat(a.types()).isEqualTo(Map.of(ValueType.INTEGER, 1L, ValueType.TEXT, 1L));
    assertThat(a.distinct()).isEqualTo(new Distinct(2, 2, 3));
    assertThat(field(profile, "b").nulls()).isEqualTo(1);
    assertThat(field(profile, "b").missing()).isEqualTo(2);
  }

  @Test
  void aNestedFieldIsMissingInTheObjectsThatCouldHaveIt() {
    Profile profile =
        profile(
            PROFILER,
            "{\"lines\":[{\"sku\":\"a\",\"qty\":2},{\"sku\":\"b\"}]}",
            "{\"lines\":[]}",
            "{\"lines\":[7,{\"qty\":4}]}",
            "{}");

    assertThat(profile.fields())
        .extracting(FieldProfile::path)
        .containsExactly("lines", "lines[]", "lines[].qty", "lines[].sku");
    assertThat(field(profile, "lines").missing()).isEqualTo(1);
    assertThat(field(profile, "lines[]").missing()).isZero();
    assertThat(field(profile, "lines[].sku").missing()).isEqualTo(1);
    assertThat(field(profile, "lines[].qty").missing()).isEqualTo(1);
    assertThat(field(profile, "lines[].qty").numbers().orElseThrow().mean()).isEqualTo(3);
  }

  @Test
  void saysHowNumbersAreSpread() {
    String[] records = new String[101];
    for (int i = 0; i <= 100; i++) {
      records[i] = "{\"x\":" + i + "}";
    }
    FieldProfile.Numbers numbers = field(profile(PROFILER, records), "x").numbers().orElseThrow();

    assertThat(numbers.min()).isZero();
    assertThat(numbers.max()).isEqualTo(100);
    assertThat(numbers.mean()).isEqualTo(50);
    assertThat(numbers.deviation()).isEqualTo(Math.sqrt(858.5));
    assertThat(numbers.quantile(0.5)).isEqualTo(50);
    assertThat(numbers.quantile(0.99)).isEqualTo(99);
    assertThatThrownBy(() -> numbers.quantile(0.9)).hasMessageStartingWith("rank 0.9: there are");
  }

  @Test
  void numbersBeyondADoubleAreCountedOnly() {
    FieldProfile x = field(profile(PROFILER, "{\"x\":1e999}", "{\"x\":-1e999}"), "x");
    assertThat(x.types()).isEqualTo(Map.of(ValueType.DECIMAL, 2L));
    assertThat(x.distinct().estimate()).isEqualTo(2);
    assertThat(x.numbers()).isEmpty();
  }

  @Test
  void showsTopValuesOfListedFieldsOnly() {
    Profile profile =
        profile(
            PROFILER,
            "{\"type\":\"a\",\"name\":\"Ann\",\"paid\":true}",
            "{\"type\":\"b\",\"name\":\"Ann\",\"paid\":true}",
            "{\"type\":\"b\",\"name\":\"Bob\",\"paid\":false}");

    assertThat(field(profile, "type").top())
        .containsExactly(new TopValue("b", 2, 2), new TopValue("a", 1, 1));
    assertThat(field(profile, "paid").top())
        .containsExactly(new TopValue("true", 2, 2), new TopValue("false", 1, 1));
    assertThat(field(profile, "name").top()).isEmpty();
    assertThat(field(profile, "name").lengths()).contains(new FieldProfile.Lengths(3, 3, 3));
  }

  @Test
  void keepsNoValueOfFieldsThatAreOnlyCounted() {
    Profile profile =
        profile(PROFILER, "{\"iban\":47,\"o\":{\"customerId\":11}}", "{\"iban\":11,\"text\":5}");

    for (String path : List.of("iban", "o.customerId", "text")) {
      assertThat(field(profile, path).numbers()).as(path).isEmpty();
      assertThat(field(profile, path).top()).as(path).isEmpty();
    }
    assertThat(field(profile, "iban").distinct().estimate()).isEqualTo(2);
  }

  @Test
  void longTopValuesAreCut() {
    String record = "{\"type\":\"" + "é".repeat(100) + "\"}";
    assertThat(field(profile(PROFILER, record), "type").top())
        .containsExactly(new TopValue("é".repeat(64) + "…", 1, 1));
  }

  @Test
  void refusesToShowWhatIsPersonal() {
    assertThatThrownBy(() -> new Profiler.Options(50, 3, Set.of("buyer.customerId"), Set.of()))
        .hasMessage(
            "topValues names buyer.customerId, but values of customerId are not shown;"
                + " take it from topValues");
    assertThatThrownBy(() -> new Profiler.Options(50, 3, Set.of("ids[]"), Set.of("ids")))
        .hasMessage(
            "topValues names ids[], but values of ids are not shown;"
                + " take it from topValues, or ids from countsOnly");
    assertThatThrownBy(() -> new Profiler.Options(0, 3, Set.of(), Set.of()))
        .hasMessage("maxFields is 0, must be 1 to 500");
    assertThatThrownBy(() -> new Profiler.Options(1, 51, Set.of(), Set.of()))
        .hasMessage("top is 51, must be 0 to 50");
  }

  @Test
  void whichFieldsAreKeptDoesNotDependOnTheOrderOfRecords() {
    Profiler narrow = new Profiler(new Profiler.Options(3, 0, Set.of(), Set.of()));
    String[] records = {
      "{\"z\":{\"a\":1}}",
      "{\"c\":1,\"b\":1}",
      "{\"a\":1,\"z\":{\"b\":1}}",
      "{\"b\":2}",
      "{\"d\":1}"
    };
    Profile there = profile(narrow, records);
    List<String> reversed = new java.util.ArrayList<>(List.of(records));
    java.util.Collections.reverse(reversed);

    assertThat(there.fields()).extracting(FieldProfile::path).containsExactly("a", "b", "c");
    assertThat(field(there, "b").values()).isEqualTo(2);
    assertThat(there.omitted()).isEqualTo(5);
    assertThat(profile(narrow, reversed.toArray(String[]::new))).isEqualTo(there);
  }

  @Test
  void anEmptyProfileHasNoFields() {
    assertThat(profile(PROFILER)).isEqualTo(new Profile(0, 0, 0, List.of()));
  }
}
