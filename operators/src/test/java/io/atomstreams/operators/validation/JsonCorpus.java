package io.atomstreams.operators.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomstreams.operators.event.EventType.Stream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Small documents that go through the grammar of JSON (RFC 8259) form by form: each value, right
 * and wrong, in each place where an event may have one. Whether a document is JSON is said here, by
 * hand, and not by a parser.
 */
final class JsonCorpus {

  /**
   * A document.
   *
   * @param isJson by RFC 8259, in UTF-8 as its section 8.1 asks
   */
  record Document(String name, Stream stream, byte[] bytes, boolean isJson) {}

  /** A value, or a name where it is a string. */
  private record Value(String name, byte[] bytes, boolean isJson) {

    static Value right(String text) {
      return new Value(text, text.getBytes(UTF_8), true);
    }

    static Value wrong(String text) {
      return new Value(text, text.getBytes(UTF_8), false);
    }

    /** A string of these bytes, in hexadecimal, between two letters. */
    static Value noUtf8(String hex) {
      byte[] bytes = HexFormat.of().parseHex("2261" + hex + "6222");
      return new Value("bytes " + hex, bytes, false);
    }
  }

  /** Where a value stands: what comes before and behind it. */
  private record Place(String name, Stream stream, String before, String behind) {}

  private static final String VIEW =
      "\"tenant\":\"acme\",\"eventId\":\"e1\",\"type\":\"page_view\",\"schemaVersion\":1,\"ts\":5,"
          + "\"customerId\":\"c1\"";
  private static final String SALE =
      "\"tenant\":\"acme\",\"eventId\":\"e1\",\"type\":\"paid\",\"schemaVersion\":1,\"ts\":5,"
          + "\"orderId\":\"o1\",\"currency\":\"EUR\"";
  private static final String LINE = "\"sku\":\"s\",\"qty\":2,\"unitPrice\":150";

  private static final List<Place> PLACES =
      List.of(
          new Place("unknown field", Stream.CUSTOMER, "{" + VIEW + ",\"colour\":", "}"),
          new Place("unknown field first", Stream.SALES, "{\"colour\":", "," + SALE + "}"),
          new Place("in an unknown object", Stream.SALES, "{\"x\":{\"y\":", "}," + SALE + "}"),
          new Place("in an unknown array", Stream.CUSTOMER, "{" + VIEW + ",\"x\":[1,", ",[]]}"),
          new Place(
              "deep in unknown ones",
              Stream.CUSTOMER,
              "{\"x\":[{\"y\":{\"z\":[[",
              "]]}}]," + VIEW + "}"),
          new Place(
              "unknown field of a line",
              Stream.SALES,
              "{" + SALE + ",\"lines\":[{" + LINE + ",\"colour\":",
              "}]}"),
          new Place("eventId", Stream.CUSTOMER, "{" + VIEW + ",\"eventId\":", "}"),
          new Place("tenant", Stream.SALES, "{" + SALE + ",\"tenant\":", "}"),
          new Place("text", Stream.CUSTOMER, "{" + VIEW + ",\"text\":", "}"),
          new Place("device", Stream.CUSTOMER, "{\"device\":", "," + VIEW + "}"),
          new Place("ts", Stream.CUSTOMER, "{" + VIEW + ",\"ts\":", "}"),
          new Place("amount", Stream.SALES, "{\"amount\":", "," + SALE + "}"),
          new Place("qty", Stream.SALES, "{" + SALE + ",\"lines\":[{" + LINE + ",\"qty\":", "}]}"),
          new Place(
              "unitCost",
              Stream.SALES,
              "{" + SALE + ",\"lines\":[{" + LINE + ",\"unitCost\":",
              "}]}"),
          new Place("a line", Stream.SALES, "{" + SALE + ",\"lines\":[{" + LINE + "},", "]}"),
          new Place("lines", Stream.SALES, "{" + SALE + ",\"lines\":", "}"));

  private JsonCorpus() {}

  static List<Document> documents() {
    List<Value> strings = strings();
    List<Value> all = new ArrayList<>(strings);
    all.addAll(numbers());
    all.addAll(wordsAndStructures());
    List<Document> documents = new ArrayList<>();
    for (Place place : PLACES) {
      // nothing between two brackets is an empty array
      boolean mayBeEmpty = place.before().endsWith("[");
      all.stream()
          .filter(value -> !mayBeEmpty || value.bytes().length > 0)
          .forEach(value -> documents.add(document(place, value)));
    }
    Place name = new Place("name", Stream.CUSTOMER, "{" + VIEW + ",", ":1}");
    strings.forEach(value -> documents.add(document(name, value)));
    documents.addAll(wholeTexts());
    return documents;
  }

  private static Document document(Place place, Value value) {
    return new Document(
        place.name() + ": " + value.name(),
        place.stream(),
        joined(place.before().getBytes(UTF_8), value.bytes(), place.behind().getBytes(UTF_8)),
        value.isJson());
  }

  private static List<Value> numbers() {
    List<Value> values = new ArrayList<>();
    for (String right :
        new String[] {
          "0",
          "-0",
          "1",
          "-1",
          "10",
          "0.0",
          "-0.0",
          "0.5",
          "1.0",
          "1e3",
          "1E3",
          "1e+3",
          "1e-3",
          "0e0",
          "1.25E-10",
          "2147483647",
          "2147483648",
          "-2147483649",
          "999999999999999999",
          "1000000000000000000",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775809",
          "18446744073709551616",
          "1e400",
          "-1e400",
          "1e-400",
          "1" + "0".repeat(60),
          "0." + "3".repeat(60),
          "1e99999"
        }) {
      values.add(Value.right(right));
    }
    for (String wrong :
        new String[] {
          "00",
          "01",
          "-01",
          "-",
          "--1",
          "+1",
          "-a",
          ".5",
          "-.5",
          "1.",
          "1.e3",
          "1e",
          "1e+",
          "1E-",
          "1ee3",
          "1e3.5",
          "1.2.3",
          "0x1F",
          "1_000",
          "1 000",
          "NaN",
          "-NaN",
          "Infinity",
          "-Infinity",
          "INF",
          "1f",
          "1L",
          "٣",
          "１"
        }) {
      values.add(Value.wrong(wrong));
    }
    return values;
  }

  private static List<Value> strings() {
    List<Value> values = new ArrayList<>();
    for (String right :
        new String[] {
          "",
          "a",
          " ",
          "page_view",
          "a b",
          "/",
          "\\/",
          "\\\"",
          "\\\\",
          "\\b\\f\\n\\r\\t",
          "\\u0000",
          "\\u001f",
          "\\u0041",
          "\\u00e9",
          "\\u00E9",
          "\\uD83D\\uDE00",
          "\\ud83d\\ude00",
          "\\ud83d",
          "\\ude00",
          "\\ude00\\ud83d",
          "\\ud83dx",
          "\\ud83d\\n",
          "\\ud83d\\ud83d\\ude00",
          "\\ufffd",
          "\\uffff",
          "\\ufeff",
          "\u007f",
          "\u0080",
          "é",
          "ß",
          "€",
          "😀",
          "\u2028\u2029",
          "\uFEFF",
          "\uFFFD",
          "\uFFFF",
          "\u0301e",
          "t\\u0065nant",
          "x".repeat(300),
          "é".repeat(300)
        }) {
      values.add(Value.right("\"" + right + "\""));
    }
    for (String wrong :
        new String[] {
          "\\", "\\x41", "\\u", "\\u1", "\\u12", "\\u123", "\\u123g", "\\U0041", "\\'", "\\a",
          "\\0", "\\v", "\\e", "\\ ", "\\é", "a\u0000b", "a\u0001b", "a\tb", "a\nb", "a\rb",
          "a\u001fb"
        }) {
      values.add(Value.wrong("\"" + wrong + "\""));
    }
    for (String other : new String[] {"'a'", "“a”", "`a`", "a"}) {
      values.add(Value.wrong(other));
    }
    for (String hex :
        new String[] {
          "80",
          "bf",
          "c3",
          "c328",
          "c0af",
          "c080",
          "c1bf",
          "e28228",
          "e282",
          "e08080",
          "e080af",
          "e09f80",
          "eda080",
          "edbfbf",
          "eda0bdedb880",
          "f0808080",
          "f08080af",
          "f08f8080",
          "f09f98",
          "f0289880",
          "f4908080",
          "f5808080",
          "f8888080",
          "fe",
          "ff",
          "feff",
          "fffe"
        }) {
      values.add(Value.noUtf8(hex));
    }
    return values;
  }

  private static List<Value> wordsAndStructures() {
    List<Value> values = new ArrayList<>();
    for (String right :
        new String[] {
          "null",
          "true",
          "false",
          "[]",
          "{}",
          "[ ]",
          "{ }",
          "[[]]",
          "[{}]",
          "[null]",
          "[1,2]",
          "{\"a\":1}",
          "{\"a\":1,\"a\":2}",
          "{\"\":null}",
          "{\"a\":{\"a\":{}}}",
          " \t\n\r1 \t\n\r",
          "{" + LINE + "}",
          "[{" + LINE + "}]",
          "[{" + LINE + ",\"qty\":3}]",
          "[".repeat(200) + "]".repeat(200),
          "{\"a\":".repeat(200) + "1" + "}".repeat(200)
        }) {
      values.add(Value.right(right));
    }
    for (String wrong :
        new String[] {
          "",
          "nul",
          "nulll",
          "Null",
          "NULL",
          "tru",
          "True",
          "truefalse",
          "undefined",
          "[",
          "]",
          "{",
          "[1,]",
          "[,1]",
          "[1 2]",
          "[1:2]",
          "[1,,2]",
          "[1}",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\":1,}",
          "{,\"a\":1}",
          "{a:1}",
          "{'a':1}",
          "{1:1}",
          "{null:1}",
          "{\"a\" 1}",
          "{\"a\",1}",
          "{\"a\":1 \"b\":2}",
          "{\"a\"::1}",
          "{\"a\":1]",
          "1 // c",
          "/* c */ 1",
          "# c",
          "\u00a01",
          "\u20281",
          "\uFEFF1",
          "\f1",
          "\u000b1",
          "\u00001",
          "1\u0000",
          ";",
          "@"
        }) {
      values.add(Value.wrong(wrong));
    }
    return values;
  }

  /** What stands around an event. */
  private static List<Document> wholeTexts() {
    String event = "{" + VIEW + "}";
    List<Document> documents = new ArrayList<>();
    for (String right : new String[] {event, " " + event, event + "\n", "\t\r\n" + event + " \t"}) {
      documents.add(whole(right, true));
    }
    for (String wrong :
        new String[] {
          event + event,
          event + ",",
          event + "}",
          event + "]",
          event + "x",
          event + " null",
          event + "\u0000",
          event + "\f",
          event + "//",
          "," + event,
          "x" + event,
          "\f" + event,
          "\u00a0" + event,
          "\u0000" + event,
          event.substring(1),
          event.substring(0, event.length() - 1),
          "{" + VIEW + ",}",
          "{," + VIEW + "}",
          "{" + VIEW + ",,\"x\":1}",
          "{" + VIEW.replace(",", ";") + "}",
          "{" + VIEW.replace(":", "=") + "}",
          "{" + VIEW.replace('"', '\'') + "}",
          "{" + VIEW + " \"x\":1}",
          "{" + VIEW + ",x:1}",
          "{" + VIEW + ",\"x\"}"
        }) {
      documents.add(whole(wrong, false));
    }
    for (String noEvent :
        new String[] {"1", "null", "true", "\"a\"", "[]", "[" + event + "]", "{}"}) {
      documents.add(whole(noEvent, true));
    }
    for (String noText : new String[] {" ", "\n", "nul", "\"a"}) {
      documents.add(whole(noText, false));
    }
    documents.add(around("mark of UTF-8", "efbbbf", event, "", true));
    documents.add(around("mark of UTF-8 behind", "", event, "efbbbf", false));
    documents.add(around("mark of UTF-8 twice", "efbbbfefbbbf", event, "", false));
    documents.add(around("half a mark", "efbb", event, "", false));
    documents.add(around("mark of UTF-16", "feff", event, "", false));
    documents.add(around("continuation behind", "", event, "80", false));
    documents.add(utf("UTF-16BE", event));
    documents.add(utf("UTF-16LE", event));
    documents.add(utf("UTF-32BE", event));
    documents.add(utf("UTF-32LE", event));
    return documents;
  }

  private static Document whole(String text, boolean isJson) {
    return new Document("whole text: " + text, Stream.CUSTOMER, text.getBytes(UTF_8), isJson);
  }

  private static Document around(
      String name, String before, String event, String behind, boolean isJson) {
    HexFormat hex = HexFormat.of();
    return new Document(
        "whole text: " + name,
        Stream.CUSTOMER,
        joined(hex.parseHex(before), event.getBytes(UTF_8), hex.parseHex(behind)),
        isJson);
  }

  private static Document utf(String charset, String event) {
    byte[] bytes = event.getBytes(java.nio.charset.Charset.forName(charset));
    return new Document("whole text: " + charset, Stream.CUSTOMER, bytes, false);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
