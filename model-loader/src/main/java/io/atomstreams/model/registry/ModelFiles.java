package io.atomstreams.model.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The files of a registry, wherever they lie: a directory, a mounted volume, an object store. Paths
 * are relative, with {@code /}. A file is never changed once it is there. Safe for concurrent
 * callers.
 */
public interface ModelFiles {

  /** Where this is, for messages and to tell one registry from another. */
  String location();

  /** Whether every call answers at once, without a network. */
  boolean isLocal();

  /**
   * Whether of two callers that create the same file at once exactly one is told that it did. If
   * not, the registry settles it with claims: see {@link ModelRegistry}.
   */
  boolean createsExclusively();

  /**
   * The names right below a directory, in any order; empty if there is no such directory.
   *
   * @throws IOException if the store itself is not there or does not answer
   */
  List<String> list(String directory) throws IOException;

  boolean exists(String path) throws IOException;

  /**
   * The length in bytes.
   *
   * @throws java.io.FileNotFoundException or NoSuchFileException if there is no such file
   */
  long size(String path) throws IOException;

  /** The content, to be closed by the caller; fails as {@link #size} does. */
  InputStream read(String path) throws IOException;

  /**
   * Creates a file, with the directories above it. Nobody sees a part of it.
   *
   * @return false if the file is there already, which is left as it is
   */
  boolean create(String path, InputStream content) throws IOException;

  /** Deletes a file; does nothing if it is absent. */
  void delete(String path) throws IOException;
}
