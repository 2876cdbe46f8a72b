package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import java.io.Serializable;
import java.security.PublicKey;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose models are opened.
 *
 * @param requirement whether a manifest must be signed
 * @param keys the keys that count
 */
public record Trust(Requirement requirement, TrustedKeys keys) implements Serializable {

  /** Whether a manifest must be signed. */
  public enum Requirement {
    /** Unsigned, by an unknown key or with a wrong signature: refused. For production. */
    REQUIRED,
    /** Unsigned or by an unknown key: opened. A wrong signature of a known key: refused. */
    OPTIONAL
  }

  /** What a registry without keys can do. */
  public static final Trust ANYBODY = new Trust(Requirement.OPTIONAL, TrustedKeys.NONE);

  public Trust {
    Objects.requireNonNull(requirement);
    if (requirement == Requirement.REQUIRED && keys.keys().isEmpty()) {
      throw new IllegalArgumentException(
          "a signature is required and no key is trusted; name the public keys or do not require it");
    }
  }

  /** Only what one of these keys has signed. */
  public static Trust required(TrustedKeys keys) {
    return new Trust(Requirement.REQUIRED, keys);
  }

  /**
   * Refuses a manifest that may not be opened.
   *
   * @param signature of the manifest; empty if there is none
   * @throws ModelException saying why
   */
  void require(ModelRef ref, byte[] manifest, Optional<ManifestSignature> signature) {
    if (signature.isEmpty()) {
      if (requirement == Requirement.REQUIRED) {
        throw new ModelException(
            "model %s is not signed, and a signature is required; register it with --key"
                .formatted(ref));
      }
      return;
    }
    String id = signature.get().keyId();
    Optional<PublicKey> key = keys.byId(id);
    if (key.isPresent()) {
      if (!signature.get().fits(key.get(), manifest)) {
        throw new ModelException(
            "model %s: the signature of key %s does not fit its manifest, which was changed after it was signed"
                .formatted(ref, id));
      }
    } else if (requirement == Requirement.REQUIRED) {
      throw new ModelException(
          "model %s is signed with key %s, which is not trusted; trusted are %s"
              .formatted(ref, id, keys.keys().keySet()));
    }
  }
}
