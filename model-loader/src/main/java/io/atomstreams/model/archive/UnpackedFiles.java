package io.atomstreams.model.archive;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.registry.ArtifactLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The files of an archive as they come out of it, counted. */
final class UnpackedFiles {

  /** So little that no ratio of it tells anything. */
  private static final long SMALL = 1 << 20;

  private final String name;
  private final Path directory;
  private final ArtifactLimits limits;
  private final long most;
  private final byte[] buffer = new byte[1 << 16];
  private int files;
  private long bytes;

  UnpackedFiles(Path archive, Path directory, ArtifactLimits limits, long archiveBytes) {
    this.name = "archive " + archive.getFileName();
    this.directory = directory;
    this.limits = limits;
    this.most = Math.max(SMALL, archiveBytes * limits.expansion());
  }

  void add(String path, InputStream content) throws IOException {
    limits.requireFiles(name, ++files);
    ArtifactLimits.requirePath(name, path);
    Path target = directory.resolve(path);
    Files.createDirectories(target.getParent());
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      copy(path, content, out);
    } catch (FileAlreadyExistsException e) {
      throw refused(path, "is in it twice");
    }
  }

  private void copy(String path, InputStream content, OutputStream out) throws IOException {
    long own = 0;
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      own += read;
      bytes += read;
      limits.requireFile(name, path, own);
      limits.requireTotal(name, bytes);
      if (bytes > most) {
        throw refused(
            path,
            "unpacks to more than %d times the archive's size, as no model does"
                .formatted(limits.expansion()));
      }
      out.write(buffer, 0, read);
    }
  }

  ModelException refused(String path, String why) {
    return new ModelException("%s: entry %s %s".formatted(name, path, why));
  }

  /** Many archives hold one directory that has everything. */
  Path root() throws IOException {
    if (files == 0) {
      throw new ModelException(name + " holds no file");
    }
    try (Stream<Path> children = Files.list(directory)) {
      List<Path> found = children.toList();
      return found.size() == 1 && Files.isDirectory(found.get(0)) ? found.get(0) : directory;
    }
  }
}
