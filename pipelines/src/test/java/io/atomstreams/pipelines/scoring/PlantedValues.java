package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomstreams.pipelines.feed.FeedEvent;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Personal values that can be recognised wherever they turn up: {@code planted-shipTo-DE}. Finds
 * them as plain text in one or two bytes a character, in hexadecimal and in Base64.
 */
final class PlantedValues {

  private static final String MARK = "planted";
  private static final Pattern PLAIN = Pattern.compile("(?i)" + MARK + "-?([a-z]+)");
  private static final Pattern FIELD =
      Pattern.compile(
          "\"(customerId|eventId|orderId|payment|shipTo|sessionId|text|device|channel)\":\"");
  private static final String HEX = HexFormat.of().formatHex(MARK.getBytes(UTF_8));

  private PlantedValues() {}

  /** The same event of somebody whose every personal value is planted. */
  static FeedEvent in(FeedEvent event) {
    String json =
        FIELD.matcher(new String(event.value(), UTF_8)).replaceAll("\"$1\":\"planted-$1-");
    if (!json.contains("\"text\":")) {
      json = json.replaceFirst("\"ts\":", "\"text\":\"planted-text\",\"ts\":");
    }
    String key = event.key().replaceFirst("\\|", "|planted-key-");
    return new FeedEvent(event.stream(), key, event.ts(), json.getBytes(UTF_8));
  }

  /** Which of them the bytes hold: the names of their fields, or how they are written. */
  static Set<String> found(byte[] bytes) {
    Set<String> found = new TreeSet<>();
    String text = new String(bytes, ISO_8859_1);
    for (String reading : new String[] {text, text.replace("\0", "")}) {
      Matcher matcher = PLAIN.matcher(reading);
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
      if (reading.contains(HEX)) {
        found.add("hex");
      }
      for (int shift = 0; shift < 3; shift++) {
        if (reading.contains(base64(shift))) {
          found.add("base64");
        }
      }
    }
    return found;
  }

  /** What the mark always is in Base64 if that many bytes, modulo 3, stand before it. */
  private static String base64(int shift) {
    byte[] shifted = Arrays.copyOf(new byte[shift], shift + MARK.length());
    System.arraycopy(MARK.getBytes(UTF_8), 0, shifted, shift, MARK.length());
    String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int wholeBits = (shift + MARK.length()) * Byte.SIZE / 6;
    return text.substring((shift * Byte.SIZE + 5) / 6, wholeBits);
  }
}
