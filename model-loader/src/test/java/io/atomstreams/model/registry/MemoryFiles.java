package io.atomstreams.model.registry;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * An object store in memory that cannot create a file only if it is absent, as S3 through Hadoop:
 * it looks, then writes. It can be cut off, and tells before each call what is about to happen.
 */
final class MemoryFiles implements ModelFiles {

  final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
  Consumer<String> before = call -> {};
  boolean cutOff;
  int calls;

  private void call(String what) throws IOException {
    calls++;
    before.accept(what);
    if (cutOff) {
      throw new IOException("connection refused");
    }
  }

  @Override
  public String location() {
    return "memory://models";
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public boolean createsExclusively() {
    return false;
  }

  @Override
  public List<String> list(String directory) throws IOException {
    call("list " + directory);
    String prefix = directory.isEmpty() ? "" : directory + "/";
    return files.keySet().stream()
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()).split("/", 2)[0])
        .distinct()
        .toList();
  }

  @Override
  public boolean exists(String path) throws IOException {
    call("exists " + path);
    return files.containsKey(path);
  }

  @Override
  public long size(String path) throws IOException {
    return content(path).length;
  }

  @Override
  public InputStream read(String path) throws IOException {
    return new ByteArrayInputStream(content(path));
  }

  private byte[] content(String path) throws IOException {
    call("read " + path);
    byte[] content = files.get(path);
    if (content == null) {
      throw new FileNotFoundException(path);
    }
    return content;
  }

  @Override
  public boolean create(String path, InputStream content) throws IOException {
    if (exists(path)) {
      return false;
    }
    call("put " + path);
    files.put(path, content.readAllBytes());
    return true;
  }

  @Override
  public void delete(String path) throws IOException {
    call("delete " + path);
    files.remove(path);
  }
}
