package io.atomstreams.model.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Who holds what in a cache, and what goes when it is full. Marks are files, so that all processes
 * see them; a mark of a process that is gone counts for nothing. Changes are made under one lock of
 * the directory.
 */
final class CacheSpace {

  static final String FILES = "files";
  private static final String MARKS = "marks";
  private static final String USED = "used";

  private final Path root;
  private final long maxBytes;

  CacheSpace(Path root, long maxBytes) {
    this.root = root;
    this.maxBytes = maxBytes;
  }

  private interface Change {
    void make() throws IOException;
  }

  /** A file's lock keeps other processes out, but is refused to a second thread of this one. */
  private void locked(Change change) throws IOException {
    synchronized (CacheSpace.class) {
      try (FileChannel channel =
              FileChannel.open(
                  root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid()) {
          change.make();
        }
      }
    }
  }

  /** Marks a digest as held by this process from now on, and as used just now. */
  Path mark(String digest) throws IOException {
    for (String directory : List.of(FILES, MARKS, USED)) {
      Files.createDirectories(root.resolve(directory));
    }
    Path mark =
        root.resolve(MARKS)
            .resolve(digest + "." + ProcessHandle.current().pid() + "." + UUID.randomUUID());
    locked(
        () -> {
          Files.createFile(mark);
          // the file system's clock tells which was used last
          Files.write(root.resolve(USED).resolve(digest), new byte[] {'\n'});
        });
    return mark;
  }

  static void release(Path mark) {
    try {
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give back " + mark, e);
    }
  }

  /** Takes a directory out of the way, then deletes it. */
  void discard(Path directory) throws IOException {
    Path gone = directory.resolveSibling(".gone-" + UUID.randomUUID());
    Files.move(directory, gone, StandardCopyOption.ATOMIC_MOVE);
    DirectoryTree.delete(gone);
  }

  /** Makes room: the longest unused first, never one that is held. */
  void trim() throws IOException {
    locked(
        () -> {
          long bytes = 0;
          List<Path> models = children(root.resolve(FILES));
          for (Path model : models) {
            bytes += bytes(model);
          }
          for (Path model : models.stream().sorted(Comparator.comparing(this::lastUse)).toList()) {
            if (bytes > maxBytes && !isHeld(model.getFileName().toString())) {
              bytes -= bytes(model);
              discard(model);
              Files.deleteIfExists(root.resolve(USED).resolve(model.getFileName().toString()));
            }
          }
        });
  }

  private FileTime lastUse(Path model) {
    try {
      return Files.getLastModifiedTime(root.resolve(USED).resolve(model.getFileName().toString()));
    } catch (IOException neverUsed) {
      return FileTime.fromMillis(0);
    }
  }

  private boolean isHeld(String digest) throws IOException {
    boolean held = false;
    for (Path mark : children(root.resolve(MARKS))) {
      String[] parts = mark.getFileName().toString().split("\\.", 3);
      boolean alive =
          ProcessHandle.of(Long.parseLong(parts[1])).map(ProcessHandle::isAlive).orElse(false);
      if (!alive) {
        Files.deleteIfExists(mark);
      }
      held |= alive && parts[0].equals(digest);
    }
    return held;
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.filter(path -> !path.getFileName().toString().startsWith(".")).toList();
    }
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
