package io.atomstreams.operators.privacy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * What stands for a personal value: the first 96 bits of its {@link KeyedHash}, as 16 characters of
 * URL-safe Base64. The same tenant, field and value give the same pseudonym for as long as the key
 * stays, so that entities still join.
 *
 * <p>96 bits, since a pseudonym is a key of state and topics and should be short, and yet no two
 * customers may share one: among n values of a field and tenant the chance that any two do is n² /
 * 2⁹⁷, 6 in a million million for a thousand million customers. What protects the value is the key,
 * not the length.
 *
 * <p>Values seen lately keep their pseudonym here: a device or a customer in the middle of a visit
 * costs a look-up, anything else a hash, about half a microsecond. Belongs to one thread.
 */
final class Pseudonyms {

  static final int BYTES = 12;

  private static final int PLACES = 1 << 12;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private record Entry(PersonalField field, String tenant, String value, String pseudonym) {
    boolean is(PersonalField otherField, String otherTenant, String otherValue) {
      return field == otherField && value.equals(otherValue) && tenant.equals(otherTenant);
    }
  }

  private final KeyedHash hash;
  private final Entry[] seen = new Entry[PLACES];

  Pseudonyms(KeyedHash hash) {
    this.hash = hash;
  }

  /** The pseudonym of a value; of none, {@code null} or empty, the same. */
  String of(PersonalField field, String tenant, String value) {
    if (value == null || value.isEmpty()) {
      return value;
    }
    int place = place(value.hashCode() * 31 + field.wireName().hashCode());
    Entry entry = seen[place];
    if (entry == null || !entry.is(field, tenant, value)) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      entry = new Entry(field, tenant, value, text(hash.of(field.wireName(), tenant, bytes)));
      seen[place] = entry;
    }
    return entry.pseudonym;
  }

  private static int place(int hash) {
    return (hash * 0x9E3779B9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(PLACES));
  }

  static String text(byte[] hash) {
    return TEXT.encodeToString(Arrays.copyOf(hash, BYTES));
  }
}
