package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;

/**
 * An Ed25519 key pair (RFC 8032) that signs manifests. Its file holds both halves, as PEM; the
 * public half alone is what others trust.
 */
public final class SigningKey {

  static final String ALGORITHM = "Ed25519";

  private final PrivateKey secret;
  private final PublicKey open;

  private SigningKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
  }

  /** A new pair from the platform's source of secrets. */
  public static SigningKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws ModelException if the file holds no key pair, or two halves of different pairs
   */
  public static SigningKey read(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      throw new ModelException(
          "there is no key file " + file + "; atom models keygen makes one", e);
    } catch (IOException e) {
      throw new ModelException("key file " + file + " cannot be read: " + e, e);
    }
    SigningKey key =
        new SigningKey(KeyText.secret(file.toString(), text), KeyText.open(file.toString(), text));
    if (!KeyText.verifies(key.open, KeyText.PROBE, key.sign(KeyText.PROBE))) {
      throw new ModelException(
          "key file " + file + " holds halves of two different keys; make a new pair");
    }
    return key;
  }

  /**
   * Writes {@code file}, readable by its owner only, and beside it the public half, {@code
   * file.pub}.
   *
   * @throws ModelException if one of them is there already
   */
  public void write(Path file) {
    Path publicFile = publicFile(file);
    String openText = KeyText.of(open);
    try {
      create(file, KeyText.of(secret) + openText, ownerOnly(file));
      create(publicFile, openText);
    } catch (FileAlreadyExistsException e) {
      throw new ModelException(
          "there is a key " + e.getFile() + " already; name another file, a key is never replaced",
          e);
    } catch (IOException e) {
      throw new ModelException("cannot write the key " + file + ": " + e, e);
    }
  }

  /** Where {@link #write} puts the public half. */
  public static Path publicFile(Path file) {
    return file.resolveSibling(file.getFileName() + TrustedKeys.SUFFIX);
  }

  private static void create(Path file, String text, FileAttribute<?>... attributes)
      throws IOException {
    Files.createFile(file, attributes);
    Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** What {@link TrustedKeys} knows this key by. */
  public String id() {
    return KeyText.id(open);
  }

  /** The public half, for those who are to trust it. */
  public PublicKey publicKey() {
    return open;
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new ModelException("key " + id() + " cannot sign: " + e, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningKey key
        && Arrays.equals(open.getEncoded(), key.open.getEncoded());
  }

  @Override
  public int hashCode() {
    return id().hashCode();
  }

  /** The id; never the secret. */
  @Override
  public String toString() {
    return "signing key " + id();
  }
}
