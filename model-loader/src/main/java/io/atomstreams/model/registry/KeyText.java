package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ed25519 keys as PEM (RFC 7468): PKCS #8 for the secret half, X.509 for the public one. */
final class KeyText {

  /** Signed to see whether two halves belong together. */
  static final byte[] PROBE = "do these halves fit".getBytes(StandardCharsets.US_ASCII);

  private static final int ID_DIGITS = 16;
  private static final String SECRET = "PRIVATE KEY";
  private static final String OPEN = "PUBLIC KEY";

  private KeyText() {}

  /** The first 8 bytes of the SHA-256 of the encoded key, in hexadecimal. */
  static String id(PublicKey key) {
    return Checksums.sha256(key.getEncoded()).substring(0, ID_DIGITS);
  }

  static String of(Key key) {
    String label = key instanceof PrivateKey ? SECRET : OPEN;
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getEncoder().encodeToString(key.getEncoded()), label);
  }

  static PrivateKey secret(String source, String text) {
    try {
      return factory().generatePrivate(new PKCS8EncodedKeySpec(block(source, text, SECRET)));
    } catch (GeneralSecurityException e) {
      throw new ModelException(source + " holds no " + SigningKey.ALGORITHM + " private key", e);
    }
  }

  static PublicKey open(String source, String text) {
    return open(source, block(source, text, OPEN));
  }

  static PublicKey open(String source, byte[] encoded) {
    try {
      return factory().generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new ModelException(source + " holds no " + SigningKey.ALGORITHM + " public key", e);
    }
  }

  private static KeyFactory factory() throws GeneralSecurityException {
    return KeyFactory.getInstance(SigningKey.ALGORITHM);
  }

  private static byte[] block(String source, String text, String label) {
    Matcher block =
        Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label)
            .matcher(text);
    if (!block.find()) {
      throw new ModelException(
          "%s holds no block -----BEGIN %s-----; atom models keygen writes it"
              .formatted(source, label));
    }
    try {
      return Base64.getMimeDecoder().decode(block.group(1));
    } catch (IllegalArgumentException e) {
      throw new ModelException(source + ": its " + label + " is no Base64", e);
    }
  }

  static boolean verifies(PublicKey key, byte[] message, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(SigningKey.ALGORITHM);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }
}
