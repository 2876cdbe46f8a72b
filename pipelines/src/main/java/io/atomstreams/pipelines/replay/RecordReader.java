package io.atomstreams.pipelines.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;

/**
 * Reads what a {@link RecordWriter} has written: one record after the other, or the one that begins
 * at a given place.
 */
final class RecordReader<T> implements Iterator<T>, AutoCloseable {

  private static final int SEQUENTIAL = 1 << 16;
  private static final int RANDOM = 1 << 10;

  private final Path file;
  private final TypeSerializer<T> serializer;
  private final DataInputDeserializer record = new DataInputDeserializer();
  private final FileChannel channel;
  private final long size;
  private byte[] buffer;
  private int buffered;
  private long bufferedFrom;
  private long position;

  private RecordReader(Path file, TypeSerializer<T> serializer, long position, int bufferBytes) {
    this.file = file;
    this.serializer = serializer;
    this.position = position;
    this.buffer = new byte[bufferBytes];
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
      size = channel.size();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /** For reading on from a place. */
  static <T> RecordReader<T> from(Path file, TypeSerializer<T> serializer, long position) {
    return new RecordReader<>(file, serializer, position, SEQUENTIAL);
  }

  /** For reading here and there. */
  static <T> RecordReader<T> anywhere(Path file, TypeSerializer<T> serializer) {
    return new RecordReader<>(file, serializer, 0, RANDOM);
  }

  /** Where the next record begins. */
  long position() {
    return position;
  }

  @Override
  public boolean hasNext() {
    return position < size;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException(file + " ends at " + size);
    }
    try {
      int head = at(position, Integer.BYTES);
      int length = ByteBuffer.wrap(buffer).getInt(head);
      int from = at(position + Integer.BYTES, length);
      record.setBuffer(buffer, from, length);
      position += Integer.BYTES + length;
      return serializer.deserialize(record);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read at " + position, e);
    }
  }

  /** The record that begins there; goes on behind it. */
  T read(long begin) {
    position = begin;
    return next();
  }

  /** Where in the buffer the bytes of this place are, which are read if they are not there. */
  private int at(long from, int length) throws IOException {
    if (from < bufferedFrom || from + length > bufferedFrom + buffered) {
      fill(from, length);
    }
    return (int) (from - bufferedFrom);
  }

  private void fill(long from, int least) throws IOException {
    if (least > buffer.length) {
      buffer = new byte[least];
    }
    ByteBuffer target = ByteBuffer.wrap(buffer);
    while (target.position() < least) {
      if (channel.read(target, from + target.position()) < 0) {
        throw new EOFException("the file ends within a record");
      }
    }
    bufferedFrom = from;
    buffered = target.position();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be closed", e);
    }
  }
}
