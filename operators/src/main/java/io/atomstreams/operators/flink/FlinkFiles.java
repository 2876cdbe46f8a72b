package io.atomstreams.operators.flink;

import io.atomstreams.model.registry.ModelFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * Files behind Flink's file systems, which the job's configuration has set up: S3 with the plugin
 * {@code flink-s3-fs-hadoop}.
 *
 * <p>An object store shows a file when its stream is closed, whole. Whether the name was free is
 * looked up before that, so two writers may both be told that they created it.
 */
final class FlinkFiles implements ModelFiles {

  private final Path root;

  FlinkFiles(String location) {
    this.root = new Path(location);
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public boolean createsExclusively() {
    return false;
  }

  private FileSystem system() throws IOException {
    return FileSystem.get(root.toUri());
  }

  private Path path(String relative) {
    return relative.isEmpty() ? root : new Path(root, relative);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      FileStatus[] found = system().listStatus(path(directory));
      for (FileStatus status : found == null ? new FileStatus[0] : found) {
        names.add(status.getPath().getName());
      }
    } catch (FileNotFoundException absent) {
      return List.of();
    }
    return names;
  }

  @Override
  public boolean exists(String path) throws IOException {
    return system().exists(path(path));
  }

  @Override
  public long size(String path) throws IOException {
    return system().getFileStatus(path(path)).getLen();
  }

  @Override
  public InputStream read(String path) throws IOException {
    return system().open(path(path));
  }

  @Override
  public boolean create(String path, InputStream content) throws IOException {
    Path target = path(path);
    FileSystem system = system();
    if (system.exists(target)) {
      return false;
    }
    FSDataOutputStream created;
    try {
      created = system.create(target, WriteMode.NO_OVERWRITE);
    } catch (IOException refused) {
      if (system.exists(target)) {
        return false; // another was faster: the file is theirs
      }
      throw refused;
    }
    try (FSDataOutputStream out = created) {
      content.transferTo(out);
    } catch (IOException broken) {
      withdraw(path, broken);
      throw broken;
    }
    return true;
  }

  /** Closing its stream has shown what was written of a file. */
  private void withdraw(String path, IOException broken) {
    try {
      delete(path);
    } catch (IOException e) {
      broken.addSuppressed(e);
    }
  }

  @Override
  public void delete(String path) throws IOException {
    FileSystem system = system();
    if (system.exists(path(path))) {
      system.delete(path(path), false);
    }
  }
}
