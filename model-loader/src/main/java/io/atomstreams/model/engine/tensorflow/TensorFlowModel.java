package io.atomstreams.model.engine.tensorflow;

import ai.djl.tensorflow.engine.TfSymbolBlock;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A SavedModel in memory. A call costs some 60 µs and then about 0.25 µs per row of a small
 * network: batches of 64 and more are what it is for.
 *
 * <p>A batch is padded with rows of zeros to a multiple of 48. TensorFlow multiplies a single row
 * with another kernel than several and left-over rows of a block with another than whole blocks; it
 * computes logarithms and exponentials four to sixteen values at a time, and left-over values with
 * another polynomial. Each would give a row other low bits by its place and its neighbours. In
 * whole blocks nothing is left over, and the padding costs less than the call.
 *
 * <p>Calls share a lock that only {@link #close} takes alone, since closing a session under a
 * running call ends the process, not the call.
 */
final class TensorFlowModel implements Model {

  /** A multiple of 16 (values per vector instruction) and of 24 and 48 (rows per matrix block). */
  private static final int ROWS_PER_STEP = 48;

  private final ModelRef ref;
  private final ModelSignature signature;
  private final ai.djl.Model opened;
  private final GraphCall graph;
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();
  private boolean closed;

  TensorFlowModel(ModelRef ref, ModelSignature signature, ai.djl.Model opened) {
    this.ref = ref;
    this.signature = signature;
    this.opened = opened;
    this.graph =
        new GraphCall(ref, signature, ((TfSymbolBlock) opened.getBlock()).getSavedModelBundle());
  }

  @Override
  public ModelSignature signature() {
    return signature;
  }

  @Override
  public void score(float[] rows, int rowCount, float[] out) {
    signature.requireBatch(ref, rows, rowCount, out);
    inUse.readLock().lock();
    try {
      if (closed) {
        throw new ModelException("model " + ref + ": scored after it was closed");
      }
      if (rowCount > 0) {
        graph.run(rows, rowCount, padded(rowCount), out);
      }
    } finally {
      inUse.readLock().unlock();
    }
  }

  private static int padded(int rowCount) {
    return (rowCount + ROWS_PER_STEP - 1) / ROWS_PER_STEP * ROWS_PER_STEP;
  }

  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        graph.close();
        opened.close();
      }
    } finally {
      inUse.writeLock().unlock();
    }
  }
}
