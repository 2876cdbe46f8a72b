package io.atomstreams.model.engine.flinkml;

import io.atomstreams.model.ModelException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part file, read from its beginning. Flink ML writes numbers big-endian; a dense vector is its
 * length as an int and then its values.
 */
final class ModelBytes {

  private final Path file;
  private final ByteBuffer bytes;

  private ModelBytes(Path file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  static ModelBytes read(Path file) {
    try {
      return new ModelBytes(file, ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new ModelException("cannot read " + file + ": " + e, e);
    }
  }

  boolean hasMore() {
    return bytes.hasRemaining();
  }

  int remaining() {
    return bytes.remaining();
  }

  /** A length: 1 or more, and no more than what is left could hold at {@code size} bytes each. */
  int count(int size) {
    try {
      int count = bytes.getInt();
      if (count < 1 || count > bytes.remaining() / size) {
        throw damaged("a length of " + count + " where " + bytes.remaining() + " bytes are left");
      }
      return count;
    } catch (BufferUnderflowException e) {
      throw damaged("it ends within a number");
    }
  }

  long number() {
    try {
      return bytes.getLong();
    } catch (BufferUnderflowException e) {
      throw damaged("it ends within a number");
    }
  }

  /** A dense vector of finite values. */
  double[] vector() {
    double[] values = new double[count(Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getDouble();
      if (!Double.isFinite(values[i])) {
        throw damaged("value " + i + " of a vector is " + values[i]);
      }
    }
    return values;
  }

  /** Refuses what comes after the end. */
  void requireEnd() {
    if (bytes.hasRemaining()) {
      throw damaged(bytes.remaining() + " bytes follow the model");
    }
  }

  ModelException damaged(String what) {
    return new ModelException(
        file + " is not what Flink ML writes for this model: " + what + "; save the model again");
  }
}
