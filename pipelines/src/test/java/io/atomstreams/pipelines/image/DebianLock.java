package io.atomstreams.pipelines.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The packages of the base, each with its checksum: the same bytes on every machine, today and in a
 * year.
 */
record DebianLock(String snapshot, List<Entry> packages) {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * One package.
   *
   * @param place below a mirror: {@code debian/pool/…}
   */
  record Entry(String name, String version, String place, long bytes, String sha256) {

    String fileName() {
      return place.substring(place.lastIndexOf('/') + 1).replace("%2b", "+").replace("%7e", "~");
    }
  }

  static DebianLock read(Path file) throws IOException {
    String snapshot = "";
    List<Entry> packages = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("snapshot")) {
        snapshot = words[1];
      } else if (!line.startsWith("#")) {
        packages.add(new Entry(words[0], words[1], words[2], Long.parseLong(words[3]), words[4]));
      }
    }
    return new DebianLock(snapshot, packages);
  }

  /**
   * The package's file, fetched if it is not in the directory.
   *
   * @throws IOException if neither the mirror nor the archive of snapshots has these bytes
   */
  Path fetched(Entry entry, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(entry.fileName());
    if (Files.exists(file) && sha256(file).equals(entry.sha256())) {
      return file;
    }
    List<String> failures = new ArrayList<>();
    for (URI source : sources(entry)) {
      try {
        fetch(source, file, entry);
        return file;
      } catch (IOException e) {
        failures.add(source + ": " + e.getMessage());
      }
    }
    throw new IOException(
        "%s %s cannot be fetched; run pipelines/src/image/lock.sh for what Debian serves now: %s"
            .formatted(entry.name(), entry.version(), String.join("; ", failures)));
  }

  /** A mirror holds what is current, the archive of snapshots all there ever was. */
  private List<URI> sources(Entry entry) {
    String archive = entry.place().replaceFirst("^(debian[a-z-]*)/", "$1/" + snapshot + "/");
    return List.of(
        URI.create("https://deb.debian.org/" + entry.place()),
        URI.create("https://snapshot.debian.org/archive/" + archive));
  }

  private static void fetch(URI source, Path file, Entry entry) throws IOException {
    HttpClient client =
        HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(Redirect.NORMAL).build();
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      HttpResponse<Path> answer =
          client.send(
              HttpRequest.newBuilder(source).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofFile(part));
      if (answer.statusCode() != 200) {
        throw new IOException("status " + answer.statusCode());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    String found = sha256(part);
    if (!found.equals(entry.sha256())) {
      throw new IOException("its SHA-256 is " + found + ", not " + entry.sha256());
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
