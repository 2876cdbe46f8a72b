package io.atomstreams.model.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;

/**
 * Who vouches for a manifest; the content of its {@code .sig} file. Signed is the text {@code
 * atom-model-manifest}, a line feed and the manifest's bytes as they are stored, so that a
 * signature of anything else never passes for one.
 *
 * @param keyId {@link SigningKey#id}
 * @param algorithm {@code Ed25519}
 * @param signature 64 bytes in Base64
 */
record ManifestSignature(String keyId, String algorithm, String signature) {

  /** The most bytes of its file. */
  static final int MOST_BYTES = 1024;

  private static final byte[] CONTEXT = "atom-model-manifest\n".getBytes(StandardCharsets.US_ASCII);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  static ManifestSignature of(SigningKey key, byte[] manifest) {
    return new ManifestSignature(
        key.id(),
        SigningKey.ALGORITHM,
        Base64.getEncoder().encodeToString(key.sign(message(manifest))));
  }

  static ManifestSignature read(byte[] json, String source) {
    try {
      ManifestSignature read = MAPPER.readValue(json, ManifestSignature.class);
      if (!read.algorithm.equals(SigningKey.ALGORITHM)) {
        throw new ModelException(
            "%s is a signature by %s; %s is read"
                .formatted(source, read.algorithm, SigningKey.ALGORITHM));
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new ModelException(source + " is no signature: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelException(source + " is no signature: " + e.getMessage(), e);
    }
  }

  byte[] write() {
    try {
      return (MAPPER.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a signature is plain data and can always be written", e);
    }
  }

  boolean fits(PublicKey key, byte[] manifest) {
    byte[] signed;
    try {
      signed = Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return KeyText.verifies(key, message(manifest), signed);
  }

  private static byte[] message(byte[] manifest) {
    byte[] message = new byte[CONTEXT.length + manifest.length];
    System.arraycopy(CONTEXT, 0, message, 0, CONTEXT.length);
    System.arraycopy(manifest, 0, message, CONTEXT.length, manifest.length);
    return message;
  }
}
