package io.atomstreams.operators.privacy;

import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;

/**
 * HMAC-SHA-256 (RFC 2104) over {@code domain LF tenant LF value}. Neither a domain nor a tenant
 * holds a line end, so no two triples are the same bytes: the same value has other hashes in
 * another field, for another tenant and under another key. Belongs to one thread.
 */
final class KeyedHash {

  private final Mac mac;

  KeyedHash(PseudonymKey key) {
    this.mac = key.mac();
  }

  /** All 32 bytes of it. */
  byte[] of(String domain, String tenant, byte[] value) {
    mac.update(domain.getBytes(StandardCharsets.US_ASCII));
    mac.update((byte) '\n');
    mac.update(tenant.getBytes(StandardCharsets.US_ASCII));
    mac.update((byte) '\n');
    return mac.doFinal(value);
  }
}
