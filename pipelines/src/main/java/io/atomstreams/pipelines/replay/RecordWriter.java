package io.atomstreams.pipelines.replay;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes records into a file, each with its length in front. {@link RecordReader} reads them. */
final class RecordWriter<T> implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final TypeSerializer<T> serializer;
  private final DataOutputSerializer record = new DataOutputSerializer(1 << 10);
  private final DataOutputSerializer length = new DataOutputSerializer(Integer.BYTES);
  private final OutputStream out;
  private long end;

  RecordWriter(Path file, TypeSerializer<T> serializer) throws IOException {
    this.serializer = serializer;
    this.out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
  }

  /**
   * Appends.
   *
   * @return where the record begins in the file
   */
  long write(T value) throws IOException {
    record.clear();
    serializer.serialize(value, record);
    length.clear();
    length.writeInt(record.length());
    out.write(length.getSharedBuffer(), 0, length.length());
    out.write(record.getSharedBuffer(), 0, record.length());
    long begin = end;
    end += length.length() + record.length();
    return begin;
  }

  void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
