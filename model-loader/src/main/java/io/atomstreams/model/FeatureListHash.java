package io.atomstreams.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The short name of an ordered feature list: a model trained on one list must never be fed another
 * order. It is the first 8 bytes of SHA-256 over the names joined by a line feed (UTF-8), as 16
 * lower-case hexadecimal digits; stable for ever, since it is stored in manifests and records.
 */
public final class FeatureListHash {

  private static final int BYTES = 8;

  private FeatureListHash() {}

  /** The hash of {@code orderedNames}; another order gives another hash. */
  public static String of(List<String> orderedNames) {
    byte[] text = String.join("\n", orderedNames).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
