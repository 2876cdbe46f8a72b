package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The public keys whose signatures count. They are carried along, not looked up: what a job trusts
 * is decided where it is started.
 *
 * @param keys the keys' X.509 encoding in Base64, by id
 */
public record TrustedKeys(TreeMap<String, String> keys) implements Serializable {

  /** How the file of a public key ends. */
  public static final String SUFFIX = ".pub";

  /** Nobody. */
  public static final TrustedKeys NONE = new TrustedKeys(new TreeMap<>());

  public TrustedKeys {
    keys = new TreeMap<>(keys);
  }

  /** Exactly these. */
  public static TrustedKeys of(PublicKey... keys) {
    TreeMap<String, String> byId = new TreeMap<>();
    for (PublicKey key : keys) {
      byId.put(KeyText.id(key), Base64.getEncoder().encodeToString(key.getEncoded()));
    }
    return new TrustedKeys(byId);
  }

  /**
   * Reads keys.
   *
   * @param paths files of public keys, or directories of which every {@code *.pub} counts
   * @throws ModelException if one cannot be read, or a directory holds none
   */
  public static TrustedKeys read(List<Path> paths) {
    List<PublicKey> keys = new ArrayList<>();
    for (Path path : paths) {
      List<Path> files = Files.isDirectory(path) ? files(path) : List.of(path);
      if (files.isEmpty()) {
        throw new ModelException("there is no public key (*" + SUFFIX + ") in " + path);
      }
      files.forEach(file -> keys.add(KeyText.open(file.toString(), text(file))));
    }
    return of(keys.toArray(PublicKey[]::new));
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new ModelException("trusted keys " + directory + " cannot be read: " + e, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new ModelException("trusted key " + file + " cannot be read: " + e, e);
    }
  }

  Optional<PublicKey> byId(String id) {
    return Optional.ofNullable(keys.get(id))
        .map(encoded -> KeyText.open("trusted key " + id, Base64.getDecoder().decode(encoded)));
  }
}
