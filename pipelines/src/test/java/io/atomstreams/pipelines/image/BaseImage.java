package io.atomstreams.pipelines.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The image's base as an archive that Jib takes with {@code tar://}: a root file system of one
 * layer, unpacked from the packages of {@code debian.lock}. No script of a package runs and nothing
 * is asked of the machine, so that the same lock gives the same bytes everywhere.
 */
final class BaseImage {

  private static final Instant MODIFIED = Instant.parse("2026-01-01T00:00:00Z");
  private static final String JAVA = "usr/lib/jvm/java-17-openjdk-amd64";
  private static final int FLINK = 9999;

  /** Nobody reads manuals in a container; licences stay. */
  private static final Predicate<String> LEFT_OUT =
      Pattern.compile(
              "usr/share/(man|info|locale|lintian|bash-completion|applications|menu)(/.*)?"
                  + "|usr/share/doc/[^/]+/(?!copyright$).*"
                  + "|etc/(skel|update-motd.d|cron.*|default|dpkg)(/.*)?"
                  + "|usr/lib/x86_64-linux-gnu/gconv(/.*)?|usr/lib/debug(/.*)?|var/lock"
                  + "|"
                  + JAVA
                  + "/(man|docs|lib/src.zip)(/.*)?")
          .asMatchPredicate();

  private BaseImage() {}

  /**
   * Makes it.
   *
   * @param arguments the lock, a directory for fetched packages, the archive to write
   */
  public static void main(String[] arguments) throws IOException {
    DebianLock lock = DebianLock.read(Path.of(arguments[0]));
    Path archive = Path.of(arguments[2]);
    Map<String, RootEntry> root = new TreeMap<>();
    for (DebianLock.Entry entry : lock.packages()) {
      DebianPackage contents = DebianPackage.read(lock.fetched(entry, Path.of(arguments[1])));
      put(root, contents.files());
      // where scanners for vulnerabilities look in an image without dpkg
      put(
          root,
          List.of(
              RootEntry.file(
                  "var/lib/dpkg/status.d/" + entry.name(),
                  contents.control().getBytes(StandardCharsets.UTF_8),
                  0644)));
    }
    put(root, TrustStores.of(List.copyOf(root.values())));
    put(root, own());
    write(root.values(), archive);
    System.out.printf("base of %d packages: %s%n", lock.packages().size(), archive);
  }

  private static void put(Map<String, RootEntry> root, Collection<RootEntry> entries) {
    for (RootEntry entry : entries) {
      if (!LEFT_OUT.test(entry.path())) {
        root.put(entry.path(), entry);
      }
    }
  }

  /** What an installer would have made, and the one user there is. */
  private static List<RootEntry> own() {
    List<RootEntry> own = new ArrayList<>();
    for (String merged : List.of("bin", "sbin", "lib", "lib64")) {
      own.add(RootEntry.link(merged, "usr/" + merged));
    }
    own.add(RootEntry.link("usr/bin/sh", "bash"));
    own.add(RootEntry.link("usr/bin/java", "/" + JAVA + "/bin/java"));
    own.add(
        text(
            "etc/passwd",
            "root:x:0:0::/root:/bin/bash\nflink:x:9999:9999::/opt/flink:/bin/bash\n"));
    own.add(text("etc/group", "root:x:0:\nflink:x:9999:\n"));
    own.add(text("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"));
    // whoever runs the container mounts its own over this
    own.add(text("etc/hosts", "127.0.0.1 localhost\n"));
    own.add(RootEntry.link("opt/atom/flink-conf", "conf"));
    own.add(RootEntry.link("usr/local/bin/atom", "/opt/atom/bin/atom"));
    for (String empty :
        List.of("dev", "proc", "sys", "run", "mnt", "opt", "opt/atom", "opt/flink")) {
      own.add(RootEntry.directory(empty, 0755));
    }
    own.add(RootEntry.directory("tmp", 01777));
    own.add(RootEntry.directory("var/tmp", 01777));
    own.add(RootEntry.directory("opt/flink/log", 0755).ownedBy(FLINK));
    return own;
  }

  private static RootEntry text(String path, String text) {
    return RootEntry.file(path, text.getBytes(StandardCharsets.UTF_8), 0644);
  }

  private static void write(Collection<RootEntry> root, Path archive) throws IOException {
    Files.createDirectories(archive.getParent());
    Path layer = archive.resolveSibling("base-layer.tar");
    try (TarArchiveOutputStream tar = tar(layer)) {
      // a hard link needs its file before it
      for (RootEntry entry : root) {
        if (!entry.isHardLink()) {
          entry.write(tar, MODIFIED);
        }
      }
      for (RootEntry entry : root) {
        if (entry.isHardLink()) {
          entry.write(tar, MODIFIED);
        }
      }
    }
    String digest = DebianLock.sha256(layer);
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    byte[] config = json.writeValueAsBytes(config(digest));
    byte[] manifest =
        json.writeValueAsBytes(
            List.of(Map.of("Config", "config.json", "Layers", List.of("layer.tar"))));
    try (TarArchiveOutputStream tar = tar(archive)) {
      RootEntry.file("config.json", config, 0644).write(tar, MODIFIED);
      RootEntry.file("manifest.json", manifest, 0644).write(tar, MODIFIED);
      RootEntry.file("layer.tar", Files.readAllBytes(layer), 0644).write(tar, MODIFIED);
    }
    Files.delete(layer);
  }

  private static Map<String, Object> config(String layer) {
    Map<String, Object> config = new TreeMap<>();
    config.put("architecture", "amd64");
    config.put("os", "linux");
    config.put("created", MODIFIED.toString());
    config.put(
        "config",
        Map.of("Env", List.of("PATH=/usr/local/bin:/usr/bin:/bin", "JAVA_HOME=/" + JAVA)));
    config.put("rootfs", Map.of("type", "layers", "diff_ids", List.of("sha256:" + layer)));
    return config;
  }

  private static TarArchiveOutputStream tar(Path file) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    return tar;
  }
}
