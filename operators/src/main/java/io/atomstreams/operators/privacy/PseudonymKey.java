package io.atomstreams.operators.privacy;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret behind the pseudonyms. It has no text form and cannot be serialised. */
public final class PseudonymKey {

  /** As strong as HMAC-SHA-256 itself, if they are random. */
  public static final int LEAST_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  PseudonymKey(byte[] bytes, int length) {
    this.key = new SecretKeySpec(bytes, 0, length, ALGORITHM);
  }

  /** A keyed hash; belongs to one thread. */
  Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /**
   * 64 bits that tell whether two processes have the same key, and nothing else about it: as hard
   * to turn back as a pseudonym.
   */
  long check() {
    return ByteBuffer.wrap(new KeyedHash(this).of("key check", "", new byte[0])).getLong();
  }
}
