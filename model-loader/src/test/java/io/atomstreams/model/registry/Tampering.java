package io.atomstreams.model.registry;

import io.atomstreams.model.ModelRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What somebody who can write to a registry's directory, or even sign, may do to a version. */
public final class Tampering {

  private final Path root;
  private final ModelRef ref;

  public Tampering(Path root, ModelRef ref) {
    this.root = root;
    this.ref = ref;
  }

  public Path manifest() {
    return root.resolve(VersionFiles.manifest(ref));
  }

  public Path blob(String sha256) {
    return root.resolve("blobs/sha256").resolve(sha256);
  }

  public String text() {
    try {
      return Files.readString(manifest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another manifest in the place of the one there, signed anew or left without a signature. */
  public void replace(byte[] manifest, Optional<SigningKey> key) {
    write(manifest(), manifest);
    key.ifPresent(
        signer -> write(signature(manifest), ManifestSignature.of(signer, manifest).write()));
  }

  public void replace(String manifest, Optional<SigningKey> key) {
    replace(manifest.getBytes(StandardCharsets.UTF_8), key);
  }

  /** Of the manifest that is there. */
  public Path signature() {
    return signature(text().getBytes(StandardCharsets.UTF_8));
  }

  private Path signature(byte[] manifest) {
    return root.resolve(VersionFiles.signature(ref, manifest));
  }

  public static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
