package io.atomstreams.operators.privacy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What stands for the bytes of a record that must not be kept: how long they were and a keyed
 * digest, 128 bits of it, by which somebody who holds the key can tell whether two letters are of
 * the same bytes, or whether a letter is of given ones.
 *
 * <pre>{"redacted":true,"bytes":263,"digest":"8d5c…"}</pre>
 */
public final class Redaction {

  private static final HexFormat HEX = HexFormat.of();
  private static final int DIGEST_BYTES = 16;
  private static final String DOMAIN = "dead letter";
  private static final String KEY_DOMAIN = "dead letter key";
  private static final Pattern FORM =
      Pattern.compile(
          "\\{\"redacted\":true,\"bytes\":\\d{1,10},\"digest\":\"[0-9a-f]{"
              + 2 * DIGEST_BYTES
              + "}\"}");
  private static final int MOST_BYTES = 100;

  private final KeyedHash hash;

  Redaction(KeyedHash hash) {
    this.hash = hash;
  }

  /** What stands for a value; for none, {@code null} or empty, the same. */
  byte[] ofValue(byte[] raw) {
    if (raw == null || raw.length == 0) {
      return raw;
    }
    String digest = HEX.formatHex(hash.of(DOMAIN, "", raw), 0, DIGEST_BYTES);
    return utf8("{\"redacted\":true,\"bytes\":" + raw.length + ",\"digest\":\"" + digest + "\"}");
  }

  /** What stands for a record's key, so that letters of one key still share a partition. */
  byte[] ofKey(byte[] key) {
    return key == null ? null : utf8(Pseudonyms.text(hash.of(KEY_DOMAIN, "", key)));
  }

  /**
   * Whether this stands for bytes that were not kept. No event has that form, since none is without
   * a tenant.
   */
  public static boolean is(byte[] value) {
    return value != null
        && value.length <= MOST_BYTES
        && FORM.matcher(new String(value, StandardCharsets.UTF_8)).matches();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
