package io.atomstreams.operators.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids of derived records: a function of what they are derived from, so that a record written again
 * after a failure has the id it had before.
 */
public final class RecordId {

  private static final HexFormat HEX = HexFormat.of();
  private static final int BYTES = 16;

  /** SHA-256 is not thread-safe and costs more to look up than to use. */
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(RecordId::sha256);

  private RecordId() {}

  /**
   * The first 128 bits of SHA-256 over the parts, as 32 hex digits.
   *
   * @param kind what the record is, e.g. {@code prediction}
   * @param maker what made it: a scorer's or a rule's id
   */
  public static String of(String kind, String tenant, String maker, SourcePosition source) {
    return hash(
        String.join("\n", kind, tenant, maker, source.topic())
            + "\n"
            + source.partition()
            + "\n"
            + source.offset());
  }

  /** The same of what is derived from no single input. */
  public static String of(String kind, String tenant, String maker) {
    return hash(String.join("\n", kind, tenant, maker));
  }

  private static String hash(String text) {
    MessageDigest digest = SHA_256.get();
    byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
    return HEX.formatHex(hash, 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
