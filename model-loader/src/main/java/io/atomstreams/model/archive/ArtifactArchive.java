package io.atomstreams.model.archive;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.registry.ArtifactLimits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A {@code .zip}, {@code .tar.gz} or {@code .tgz} with a model's files. Every entry is judged
 * before it is written, and its bytes are counted while they come: an archive that unpacks to more
 * than its limits is left at that point, whatever it says of itself.
 */
public final class ArtifactArchive {

  private static final List<String> SUFFIXES = List.of(".zip", ".tar.gz", ".tgz");

  private final Path archive;
  private final ArtifactLimits limits;

  public ArtifactArchive(Path archive, ArtifactLimits limits) {
    this.archive = archive;
    this.limits = limits;
  }

  /** Whether a file's name says that it is an archive. */
  public static boolean isArchive(Path file) {
    return SUFFIXES.stream().anyMatch(file.toString()::endsWith);
  }

  /**
   * Unpacks into an empty directory.
   *
   * @return where the files are: {@code directory}, or the one directory in it that has them all
   * @throws ModelException naming the entry that is refused and why
   */
  public Path unpack(Path directory) {
    try {
      long bytes = Files.size(archive);
      UnpackedFiles files = new UnpackedFiles(archive, directory, limits, bytes);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
        if (archive.toString().endsWith(".zip")) {
          unzip(in, files);
        } else {
          untar(in, files);
        }
      }
      return files.root();
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("archive %s cannot be unpacked: %s".formatted(archive, e), e);
    }
  }

  private static void unzip(InputStream in, UnpackedFiles files) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          files.add(entry.getName(), zip);
        }
      }
    }
  }

  private static void untar(InputStream in, UnpackedFiles files) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isDirectory()) {
          continue;
        }
        if (!isPlain(entry)) {
          throw files.refused(
              entry.getName(), "is a link or a device; a model has plain files only");
        }
        files.add(
            entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName(), tar);
      }
    }
  }

  private static boolean isPlain(TarArchiveEntry entry) {
    byte kind = entry.getLinkFlag();
    return kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM;
  }
}
