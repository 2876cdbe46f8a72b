package io.atomstreams.operators.privacy;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the key of the pseudonyms lies. The key itself is in no configuration and travels nowhere:
 * every process that needs it reads it here for itself.
 *
 * @param name of the environment variable or, absolute, of the file
 */
public record KeySource(Place place, String name) implements Serializable {

  private static final String WAY_OUT =
      "; make one with: openssl rand -base64 32, and give it to every process of the job";

  /** What holds the key. */
  public enum Place {
    /** An environment variable; its text in UTF-8 is the key. */
    ENV,
    /** A file; its bytes are the key, but for line ends at the end. */
    FILE
  }

  /**
   * Reads the key.
   *
   * @param environment the variables of this process
   * @throws IllegalArgumentException if there is none or it is too short; says where it was looked
   *     for and never what was found
   */
  public PseudonymKey read(Map<String, String> environment) {
    byte[] key = place == Place.ENV ? variable(environment) : file();
    int length = key.length;
    while (length > 0 && (key[length - 1] == '\n' || key[length - 1] == '\r')) {
      length--;
    }
    if (length < PseudonymKey.LEAST_BYTES) {
      throw new IllegalArgumentException(
          "%s holds a key of %d bytes, must be at least %d%s"
              .formatted(this, length, PseudonymKey.LEAST_BYTES, WAY_OUT));
    }
    return new PseudonymKey(key, length);
  }

  private byte[] variable(Map<String, String> environment) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException(this + " is not set" + WAY_OUT);
    }
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] file() {
    try {
      return Files.readAllBytes(Path.of(name));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          this + " cannot be read (" + e.getClass().getSimpleName() + ")" + WAY_OUT, e);
    }
  }

  @Override
  public String toString() {
    return (place == Place.ENV ? "environment variable " : "file ") + name;
  }
}
