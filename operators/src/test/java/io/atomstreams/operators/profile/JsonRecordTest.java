package io.atomstreams.operators.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonRecordTest {

  static JsonRecord record(String json) {
    return JsonRecord.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static List<String> values(String json) {
    return record(json).values().stream()
        .map(v -> v.path() + "=" + v.type().wireName() + (v.text() == null ? "" : ":" + v.text()))
        .toList();
  }

  @Test
  void namesEveryValueByItsPath() {
    assertThat(values("{\"a\":1,\"lines\":[{\"sku\":\"x\"},{}],\"n\":null,\"o\":{\"p\":[true]}}"))
        .containsExactly(
            "a=integer:1",
            "lines=array",
            "lines[]=object",
            "lines[].sku=text:x",
            "lines[]=object",
            "n=null",
            "o=object",
            "o.p=array",
            "o.p[]=boolean:true");
  }

  @Test
  void aNameWithADotIsNotTakenForTwo() {
    assertThat(values("{\"a.b\":1,\"a\":{\"b\":2},\"c[]\":3,\"\":4}"))
        .containsExactly(
            "a\\.b=integer:1", "a=object", "a.b=integer:2", "c\\[\\]=integer:3", "=integer:4");
  }

  @Test
  void equalNumbersHaveOneText() {
    assertThat(values("{\"a\":[1,1.0,10e-1,-0.0,0,1e300,12345678901234567890,0.5]}"))
        .containsExactly(
            "a=array",
            "a[]=integer:1",
            "a[]=decimal:1",
            "a[]=decimal:1",
            "a[]=decimal:0",
            "a[]=integer:0",
            "a[]=decimal:1.0E300",
            "a[]=integer:12345678901234567890",
            "a[]=decimal:0.5");
  }

  @Test
  void whatIsNotOneObjectIsUnreadable() {
    for (String json :
        List.of("", "1", "[{}]", "{} {}", "{\"a\":1", "{\"a\":1,\"a\":2}", "{\"a\":NaN}", "null")) {
      assertThat(JsonRecord.read(json.getBytes(StandardCharsets.UTF_8))).as(json).isEmpty();
    }
    assertThat(JsonRecord.read(null)).isEmpty();
    assertThat(JsonRecord.read(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'})).isEmpty();
    String endless = "{\"a\":" + "9".repeat(5_000) + "}";
    assertThat(JsonRecord.read(endless.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void depthAndNamesAreBounded() {
    String deep = "{\"a\":".repeat(20) + "1" + "}".repeat(20);
    assertThat(record(deep).values()).hasSize(JsonRecord.DEEPEST);
    JsonRecord longName = record("{\"" + "x".repeat(101) + "\":{\"y\":1},\"z\":1}");
    assertThat(longName.omitted()).isEqualTo(1);
    assertThat(longName.values()).hasSize(1);
  }

  @Test
  void halfOfASurrogatePairBecomesAQuestionMark() {
    assertThat(values("{\"a\":\"x\\ud83d\",\"b\":\"\\ud83d\\ude00\"}"))
        .containsExactly("a=text:x?", "b=text:😀");
  }

  @Test
  void findsATextOfTheRecordItself() {
    JsonRecord record = record("{\"o\":{\"tenant\":\"inner\"},\"tenant\":\"shop\",\"n\":1}");
    assertThat(record.text("tenant")).contains("shop");
    assertThat(record.text("n")).isEmpty();
    assertThat(record.text("p")).isEmpty();
  }
}
