package io.atomstreams.model.engine.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Native buffers to hand a batch over in, one per concurrent caller and used again: a fresh one for
 * every batch would wait for the garbage collector, which does not see native memory grow.
 */
final class InputBuffers {

  private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

  /** A buffer with {@code values}' first {@code count} floats, then zeros up to {@code padded}. */
  ByteBuffer take(float[] values, int count, int padded) {
    ByteBuffer buffer = idle.poll();
    if (buffer == null || buffer.capacity() < padded * Float.BYTES) {
      buffer = ByteBuffer.allocateDirect(padded * Float.BYTES).order(ByteOrder.nativeOrder());
    }
    buffer.clear().limit(padded * Float.BYTES);
    FloatBuffer floats = buffer.asFloatBuffer();
    floats.put(values, 0, count);
    while (floats.hasRemaining()) {
      floats.put(0f);
    }
    return buffer;
  }

  void giveBack(ByteBuffer buffer) {
    idle.add(buffer);
  }
}
