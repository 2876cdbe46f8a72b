package io.atomstreams.operators.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomstreams.operators.event.EventType.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** JSON texts around what an event is: plain ones, odd ones, damaged ones. */
final class JsonTexts {

  private static final List<String> COMMON =
      List.of(
          "\"tenant\":\"acme\"",
          "\"eventId\":\"e-1\"",
          "\"schemaVersion\":1",
          "\"ts\":1767225600000",
          "\"customerId\":\"c1\"");

  private static final List<String> NAMES =
      List.of(
          "tenant",
          "eventId",
          "type",
          "schemaVersion",
          "ts",
          "customerId",
          "device",
          "channel",
          "orderId",
          "currency",
          "lines",
          "amount",
          "payment",
          "shipTo",
          "sessionId",
          "sku",
          "text",
          "qty",
          "unitPrice",
          "unitCost",
          "discount",
          "",
          "customer",
          "customerName",
          "schemaVersions",
          "t\\u0073",
          "größe",
          "n".repeat(300));

  private JsonTexts() {}

  /** Whole events of a stream, then further fields of any name and value, in any order. */
  static Arbitrary<String> events(Stream stream) {
    Arbitrary<List<String>> further =
        Arbitraries.frequencyOf(Tuple.of(3, field(NAMES)), Tuple.of(1, linesField()))
            .list()
            .ofMaxSize(5);
    return Combinators.combine(
            further, Arbitraries.randoms(), blanks(), Arbitraries.of(true, false))
        .as(
            (fields, random, blank, shuffled) -> {
              List<String> all = new ArrayList<>(required(stream));
              all.addAll(fields);
              if (shuffled) {
                Collections.shuffle(all, random);
              }
              return "{" + blank + String.join(blank + "," + blank, all) + blank + "}";
            });
  }

  /** The bytes of such events with one thing done to them, or nothing. */
  static Arbitrary<byte[]> damaged(Stream stream) {
    return Combinators.combine(
            events(stream),
            Arbitraries.integers().between(0, 6),
            Arbitraries.integers().greaterOrEqual(0),
            Arbitraries.of(OF_NOTE).map(Integer::byteValue).edgeCases(e -> e.none()))
        .as((text, kind, place, piece) -> damaged(text.getBytes(UTF_8), kind, place, piece));
  }

  private static final List<Integer> OF_NOTE =
      List.of(
          0, 1, 9, 10, 13, 31, 32, 34, 44, 45, 46, 48, 57, 58, 91, 92, 93, 101, 110, 123, 125, 127,
          0x80, 0xC0, 0xC3, 0xE2, 0xED, 0xF0, 0xFE, 0xFF);

  private static byte[] damaged(byte[] text, int kind, int place, byte piece) {
    int at = place % text.length;
    return switch (kind) {
      case 0 -> text;
      case 1 -> joined(text, at, new byte[0], text.length);
      case 2 -> joined(text, at, new byte[] {piece}, at);
      case 3 -> joined(text, text.length, new byte[] {piece}, text.length);
      case 4 -> joined(text, 0, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 0);
      case 5 -> joined(text, at, new byte[0], at + 1);
      default -> joined(text, at, new byte[] {piece}, at + 1);
    };
  }

  /** The text up to {@code end}, then a piece, then the text from {@code start}. */
  private static byte[] joined(byte[] text, int end, byte[] piece, int start) {
    byte[] joined = Arrays.copyOf(text, end + piece.length + text.length - start);
    System.arraycopy(piece, 0, joined, end, piece.length);
    System.arraycopy(text, start, joined, end + piece.length, text.length - start);
    return joined;
  }

  private static List<String> required(Stream stream) {
    List<String> fields = new ArrayList<>(COMMON);
    if (stream == Stream.SALES) {
      fields.addAll(List.of("\"type\":\"paid\"", "\"orderId\":\"o1\"", "\"currency\":\"EUR\""));
    } else {
      fields.add("\"type\":\"search\"");
    }
    return fields;
  }

  private static Arbitrary<String> blanks() {
    return Arbitraries.frequency(
        Tuple.of(4, ""), Tuple.of(1, " "), Tuple.of(1, "\n\t "), Tuple.of(1, "\r\n"));
  }

  private static Arbitrary<String> field(List<String> names) {
    return Combinators.combine(Arbitraries.of(names), blanks(), values())
        .as((name, blank, value) -> '"' + name + '"' + blank + ":" + blank + value);
  }

  private static Arbitrary<String> linesField() {
    Arbitrary<String> good =
        Arbitraries.of(
            "\"sku\":\"s\"", "\"qty\":2", "\"unitPrice\":100", "\"unitCost\":7", "\"discount\":0");
    List<String> names = List.of("sku", "qty", "unitPrice", "unitCost", "discount", "colour");
    Arbitrary<String> line =
        Arbitraries.frequencyOf(Tuple.of(9, good), Tuple.of(1, field(names)))
            .list()
            .ofMaxSize(6)
            .map(fields -> "{" + String.join(",", fields) + "}");
    Arbitrary<String> whole = Arbitraries.of("{\"sku\":\"s\",\"qty\":2,\"unitPrice\":100}");
    return Combinators.combine(Arbitraries.oneOf(whole, line).list().ofMaxSize(3), blanks())
        .as((lines, blank) -> "\"lines\":[" + blank + String.join(blank + ",", lines) + "]");
  }

  private static Arbitrary<String> values() {
    Arbitrary<String> ascii =
        Arbitraries.strings().withCharRange(' ', '~').excludeChars('"', '\\').ofMaxLength(80);
    Arbitrary<String> foreign = Arbitraries.strings().ofMaxLength(12).map(JsonTexts::wellFormed);
    Arbitrary<String> escaped =
        Arbitraries.of("\\n", "\\\"", "\\u00fc", "\\ud83d", "\\ud83d\\ude00", "\\x", "\\/", "\\");
    Arbitrary<String> numbers =
        Arbitraries.of(
            "0",
            "1",
            "-0",
            "-1",
            "00",
            "01",
            "1.0",
            "1e3",
            "1E0",
            ".5",
            "+1",
            "1.",
            "0x1",
            "--1",
            "2147483648",
            "999999999999999999",
            "1000000000000000000",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551617",
            "1 2",
            "NaN");
    Arbitrary<String> others =
        Arbitraries.of(
            "null",
            "nul",
            "nulll",
            "true",
            "false",
            "True",
            "[]",
            "{}",
            "[1]",
            "{\"a\":{}}",
            "[{}]",
            "[null]",
            "[[]]",
            "",
            "\"",
            "'a'",
            "\"paid\"",
            "\"page_view\"",
            "\"EUR\"");
    return Arbitraries.oneOf(
        Arbitraries.oneOf(ascii, foreign, escaped).map(text -> '"' + text + '"'),
        Arbitraries.longs().map(String::valueOf),
        numbers,
        others);
  }

  /** Without control characters, quotes and backslashes; half a surrogate pair becomes '?'. */
  private static String wellFormed(String text) {
    return new String(text.replaceAll("[\\x00-\\x1f\"\\\\]", "").getBytes(UTF_8), UTF_8);
  }
}
