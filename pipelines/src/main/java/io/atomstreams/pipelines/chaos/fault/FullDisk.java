package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.operators.state.CounterRandom;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * No room for checkpoints for a while. Where their directory is a small file system of its own it
 * is filled to the last byte; else its name leads to a file, and nothing can be written below it.
 */
record FullDisk(Duration lasts) implements Fault {

  private static final long SMALL = 8L << 30;
  private static final int BLOCK = 1 << 16;

  @Override
  public String befall(Stage stage, CounterRandom random) {
    Path directory = stage.checkpointDirectory();
    try {
      return isSmall(directory) ? fill(directory) : block(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("the disk cannot be filled: " + e.getMessage(), e);
    }
  }

  private static boolean isSmall(Path directory) throws IOException {
    FileStore store = Files.getFileStore(directory);
    return store.getTotalSpace() < SMALL
        && !store.equals(Files.getFileStore(directory.toAbsolutePath().getParent()));
  }

  private String fill(Path directory) throws IOException {
    Path filler = directory.resolve("filler");
    long written = 0;
    try {
      byte[] block = new byte[BLOCK];
      try (OutputStream out = Files.newOutputStream(filler)) {
        while (true) {
          out.write(block);
          written += BLOCK;
        }
      } catch (IOException full) {
        Stage.pass(lasts);
      }
    } finally {
      Files.deleteIfExists(filler);
    }
    return "no byte left for checkpoints for %d s (%d MB were)"
        .formatted(lasts.toSeconds(), written >> 20);
  }

  private String block(Path directory) throws IOException {
    Path aside = directory.resolveSibling(directory.getFileName() + ".aside");
    Files.move(directory, aside);
    try {
      Files.createFile(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--")));
      Stage.pass(lasts);
    } finally {
      Files.deleteIfExists(directory);
      Files.move(aside, directory);
    }
    return "no directory for checkpoints for %d s".formatted(lasts.toSeconds());
  }
}
