package io.atomstreams.model.badmodel;

import io.atomstreams.model.archive.ArtifactArchive;
import io.atomstreams.model.registry.ArtifactLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Archives that leave their directory, swell or are none. */
final class BadArchives {

  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ZEROS = new byte[1 << 20];

  private BadArchives() {}

  static List<BadModel> all() {
    List<BadModel> all = new ArrayList<>();
    for (String path :
        List.of(
            "../weights.json",
            "a/../../weights.json",
            "/etc/cron.d/evil",
            "..\\weights.json",
            "C:\\weights.json",
            "a//b",
            "./../x",
            ".hidden",
            "a/.git/config",
            "x".repeat(300),
            "line\nfeed",
            "nul\u0000byte")) {
      all.add(zip("zip with " + path.strip(), "is no path of a model's file", entry(path)));
      if (path.indexOf('\u0000') < 0) {
        all.add(tar("tar with " + path.strip(), "is no path of a model's file", tarEntry(path)));
      }
    }
    all.add(tar("symbolic link", "is a link or a device", link(TarConstants.LF_SYMLINK)));
    all.add(tar("hard link", "is a link or a device", link(TarConstants.LF_LINK)));
    all.add(tar("device", "is a link or a device", link(TarConstants.LF_CHR)));
    all.add(tar("twice the same", "is in it twice", BadArchives::twice));
    all.add(zip("zip bomb", "unpacks to more than 100 times", out -> bomb(out, 20)));
    all.add(tar("tar bomb", "unpacks to more than 100 times", out -> tarBomb(out, 20)));
    all.add(zip("too many files", "has 513 files, a model may have 512", BadArchives::many));
    all.add(zip("empty", "holds no file", out -> out.putNextEntry(new ZipEntry("a/"))));
    for (int cut = 1; cut < 10; cut++) {
      int share = cut;
      all.add(
          new BadModel(
              "tar.gz cut off at " + share + "/10",
              "cannot be unpacked|holds no file",
              empty -> {
                byte[] whole = tarBytes(BadArchives::several);
                unpack(empty, "model.tar.gz", Arrays.copyOf(whole, whole.length * share / 10));
              }));
    }
    for (String name : List.of("model.zip", "model.tar.gz", "model.tgz")) {
      all.add(
          new BadModel(
              name + " that is none",
              "cannot be unpacked|holds no file",
              empty -> unpack(empty, name, CONTENT)));
      all.add(
          new BadModel(
              name + " of no bytes",
              "cannot be unpacked|holds no file",
              empty -> unpack(empty, name, new byte[0])));
    }
    return all;
  }

  private static void unpack(Path empty, String name, byte[] content) throws IOException {
    Path archive = empty.resolve(name);
    Files.write(archive, content);
    Path directory = Files.createDirectories(empty.resolve("a/b/c"));
    Path root = new ArtifactArchive(archive, ArtifactLimits.DEFAULT).unpack(directory);
    GoodModels.register(empty, GoodModels.draft(GoodModels.FIRST, "linear"), root);
  }

  private interface ZipContent {
    void write(ZipOutputStream out) throws IOException;
  }

  private interface TarContent {
    void write(TarArchiveOutputStream out) throws IOException;
  }

  private static BadModel zip(String name, String reason, ZipContent content) {
    return new BadModel(
        name,
        reason,
        empty -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            content.write(out);
          }
          unpack(empty, "model.zip", bytes.toByteArray());
        });
  }

  private static BadModel tar(String name, String reason, TarContent content) {
    return new BadModel(name, reason, empty -> unpack(empty, "model.tar.gz", tarBytes(content)));
  }

  private static byte[] tarBytes(TarContent content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes);
        TarArchiveOutputStream out = new TarArchiveOutputStream(gzip)) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      content.write(out);
    }
    return bytes.toByteArray();
  }

  private static ZipContent entry(String path) {
    return out -> {
      out.putNextEntry(new ZipEntry(path));
      out.write(CONTENT);
    };
  }

  private static TarContent tarEntry(String path) {
    return out -> add(out, path, CONTENT);
  }

  private static void add(TarArchiveOutputStream out, String path, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path, true);
    entry.setSize(content.length);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }

  private static TarContent link(byte kind) {
    return out -> {
      TarArchiveEntry entry = new TarArchiveEntry("weights.json", kind);
      entry.setLinkName("/etc/passwd");
      out.putArchiveEntry(entry);
      out.closeArchiveEntry();
    };
  }

  private static void twice(TarArchiveOutputStream out) throws IOException {
    add(out, "weights.json", CONTENT);
    add(out, "weights.json", CONTENT);
  }

  /** Not to be squeezed into nothing. */
  private static void several(TarArchiveOutputStream out) throws IOException {
    byte[] noise = new byte[1 << 14];
    int state = 1;
    for (int i = 0; i < noise.length; i++) {
      state = state * 1103515245 + 12345;
      noise[i] = (byte) (state >>> 16);
    }
    add(out, "weights.json", noise);
  }

  private static void bomb(ZipOutputStream out, int megabytes) throws IOException {
    out.putNextEntry(new ZipEntry("weights.json"));
    for (int i = 0; i < megabytes; i++) {
      out.write(ZEROS);
    }
  }

  private static void tarBomb(TarArchiveOutputStream out, int megabytes) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("weights.json");
    entry.setSize((long) megabytes * ZEROS.length);
    out.putArchiveEntry(entry);
    for (int i = 0; i < megabytes; i++) {
      out.write(ZEROS);
    }
    out.closeArchiveEntry();
  }

  private static void many(ZipOutputStream out) throws IOException {
    for (int i = 0; i < 513; i++) {
      out.putNextEntry(new ZipEntry("f" + i));
    }
  }
}
