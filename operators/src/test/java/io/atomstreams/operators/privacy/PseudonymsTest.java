package io.atomstreams.operators.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PseudonymsTest {

  private final Pseudonyms pseudonyms = new Pseudonyms(new KeyedHash(Keys.one()));

  /** The definition again, by the JDK alone and without memory. */
  private static String expected(String field, String tenant, String value)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Keys.TEXT.getBytes(UTF_8), "HmacSHA256"));
    byte[] hash = mac.doFinal((field + "\n" + tenant + "\n" + value).getBytes(UTF_8));
    return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, 12));
  }

  @Property
  void areTheFirst96BitsOfTheKeyedHash(@ForAll int customer) throws GeneralSecurityException {
    String value = "c" + customer;
    assertThat(pseudonyms.of(PersonalField.CUSTOMER_ID, "acme", value))
        .isEqualTo(expected("customerId", "acme", value))
        .hasSize(16);
  }

  /** A changed letter here is every customer a new one: this text is for ever. */
  @Example
  void neverChange() {
    assertThat(pseudonyms.of(PersonalField.CUSTOMER_ID, "acme", "Zoë"))
        .isEqualTo("hJhuCXU-lgoAzwHg");
  }

  @Example
  void rememberNoWrongOne() {
    String[] values = IntStream.range(0, 20_000).mapToObj(i -> "v" + i).toArray(String[]::new);
    for (int round = 0; round < 2; round++) {
      for (String value : values) {
        pseudonyms.of(PersonalField.DEVICE, "acme", value);
        assertThat(pseudonyms.of(PersonalField.DEVICE, "acme", value))
            .isEqualTo(
                new Pseudonyms(new KeyedHash(Keys.one())).of(PersonalField.DEVICE, "acme", value));
      }
    }
    assertThat(Stream.of(values).map(v -> pseudonyms.of(PersonalField.DEVICE, "acme", v)))
        .doesNotHaveDuplicates();
  }

  @Example
  void differByFieldTenantAndKey() {
    Pseudonyms others = new Pseudonyms(new KeyedHash(Keys.another()));
    assertThat(
            Stream.of(
                pseudonyms.of(PersonalField.CUSTOMER_ID, "acme", "1"),
                pseudonyms.of(PersonalField.ORDER_ID, "acme", "1"),
                pseudonyms.of(PersonalField.CUSTOMER_ID, "acm", "e1"),
                pseudonyms.of(PersonalField.CUSTOMER_ID, "shop", "1"),
                others.of(PersonalField.CUSTOMER_ID, "acme", "1")))
        .doesNotHaveDuplicates();
  }

  @Example
  void leaveNothingAsItIs() {
    assertThat(pseudonyms.of(PersonalField.CUSTOMER_ID, "acme", null)).isNull();
    assertThat(pseudonyms.of(PersonalField.SHIP_TO, "acme", "")).isEmpty();
  }
}
