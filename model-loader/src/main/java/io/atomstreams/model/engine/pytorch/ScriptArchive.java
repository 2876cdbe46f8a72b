package io.atomstreams.model.engine.pytorch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Looks through a TorchScript archive before PyTorch does, which ends the process over some of
 * those that are not whole.
 */
final class ScriptArchive {

  private ScriptArchive() {}

  /**
   * @throws IOException if the file is no archive, or one of its files has another checksum than
   *     the archive says
   */
  static void require(Path file) throws IOException {
    try (ZipFile archive = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = archive.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (checksum(archive, entry) != entry.getCrc()) {
          throw new IOException("its file " + entry.getName() + " is damaged");
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("it is no archive: " + e.getMessage(), e);
    }
  }

  private static long checksum(ZipFile archive, ZipEntry entry) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream bytes = new CheckedInputStream(archive.getInputStream(entry), crc)) {
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    return crc.getValue();
  }
}
