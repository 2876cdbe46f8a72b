package io.atomstreams.operators.privacy;

import java.nio.charset.StandardCharsets;

/** Keys for tests. */
final class Keys {

  static final String TEXT = "no secret at all, this is a test's key";

  private Keys() {}

  static PseudonymKey one() {
    return of(TEXT);
  }

  static PseudonymKey another() {
    return of("another key, which is no secret either");
  }

  private static PseudonymKey of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new PseudonymKey(bytes, bytes.length);
  }
}
