package io.atomstreams.model.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory of any {@code java.nio} file system; a read-only one serves for reading.
 *
 * <p>A file is written aside, forced to the device and linked to its name, which fails if the name
 * is taken. Where there are no hard links it is renamed after a look whether the name is free.
 */
public final class DirectoryFiles implements ModelFiles {

  private final Path root;

  /** A directory that need not exist yet. */
  public DirectoryFiles(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public boolean createsExclusively() {
    return true;
  }

  @Override
  public List<String> list(String directory) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(root.toString());
    }
    Path listed = root.resolve(directory);
    if (!Files.isDirectory(listed)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(listed)) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(root.resolve(path));
  }

  @Override
  public long size(String path) throws IOException {
    return Files.size(root.resolve(path));
  }

  @Override
  public InputStream read(String path) throws IOException {
    return Files.newInputStream(root.resolve(path));
  }

  @Override
  public boolean create(String path, InputStream content) throws IOException {
    Path target = root.resolve(path);
    Files.createDirectories(target.getParent());
    // not a temporary file of the platform: that would be readable by its owner only
    Path aside = target.resolveSibling(".new-" + UUID.randomUUID());
    try {
      write(aside, content);
      return publish(aside, target);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static void write(Path file, InputStream content) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      content.transferTo(out);
      channel.force(true);
    }
  }

  private static boolean publish(Path aside, Path target) throws IOException {
    try {
      Files.createLink(target, aside);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException withoutLinks) {
      return move(aside, target);
    }
  }

  private static boolean move(Path aside, Path target) throws IOException {
    try {
      Files.move(aside, target);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public void delete(String path) throws IOException {
    Files.deleteIfExists(root.resolve(path));
  }

  /** The directory, for what is opened where it lies. */
  Path path(String path) {
    return root.resolve(path);
  }
}
