package io.atomstreams.pipelines.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * What is in a Debian package: an {@code ar} archive of two {@code tar.xz}, of facts and of files.
 */
record DebianPackage(String control, List<RootEntry> files) {

  static DebianPackage read(Path file) throws IOException {
    String control = "";
    List<RootEntry> files = new ArrayList<>();
    try (ArArchiveInputStream parts =
        new ArArchiveInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (ArArchiveEntry part = parts.getNextEntry(); part != null; part = parts.getNextEntry()) {
        if (part.getName().startsWith("control.tar")) {
          control = control(tar(part, parts));
        } else if (part.getName().startsWith("data.tar")) {
          files = entries(tar(part, parts));
        }
      }
    }
    return new DebianPackage(control, files);
  }

  private static TarArchiveInputStream tar(ArArchiveEntry part, InputStream in) throws IOException {
    if (!part.getName().endsWith(".xz")) {
      throw new IOException(part.getName() + " is not compressed with xz, as in Debian 12");
    }
    return new TarArchiveInputStream(new XZCompressorInputStream(in));
  }

  private static String control(TarArchiveInputStream tar) throws IOException {
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (entry.getName().equals("./control")) {
        return new String(tar.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    throw new IOException("no control file");
  }

  private static List<RootEntry> entries(TarArchiveInputStream tar) throws IOException {
    List<RootEntry> entries = new ArrayList<>();
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      String path = RootEntry.merged(entry.getName());
      if (path.isEmpty()) {
        continue;
      }
      if (entry.isDirectory()) {
        entries.add(RootEntry.directory(path, entry.getMode()));
      } else if (entry.isSymbolicLink()) {
        entries.add(RootEntry.link(path, entry.getLinkName()));
      } else if (entry.isLink()) {
        entries.add(RootEntry.hardLink(path, RootEntry.merged(entry.getLinkName())));
      } else {
        entries.add(RootEntry.file(path, tar.readAllBytes(), entry.getMode()));
      }
    }
    return entries;
  }
}
