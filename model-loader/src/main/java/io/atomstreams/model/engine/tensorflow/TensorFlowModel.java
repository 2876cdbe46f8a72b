package io.atomstreams.model.engine.tensorflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A SavedModel in memory. A call costs some 80 µs and then about 0.15 µs per row of a small
 * network: batches of 64 and more are what it is for.
 *
 * <p>A batch is padded with rows of zeros to a multiple of 48. TensorFlow multiplies a single row
 * with another kernel than several and left-over rows of a block with another than whole blocks; it
 * computes logarithms and exponentials four to sixteen values at a time, and left-over values with
 * another polynomial. Each would give a row other low bits by its place and its neighbours. In
 * whole blocks nothing is left over, and the padding costs less than the call.
 *
 * <p>Every batch has a memory scope of its own: arrays attached to a longer one would stay until it
 * closes. Calls share a lock that only {@link #close} takes alone, since closing a session under a
 * running call ends the process, not the call.
 */
final class TensorFlowModel implements Model {

  /** A multiple of 16 (values per vector instruction) and of 24 and 48 (rows per matrix block). */
  private static final int ROWS_PER_STEP = 48;

  private final ModelRef ref;
  private final ModelSignature signature;
  private final ai.djl.Model opened;
  private final Block block;
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();
  private final InputBuffers buffers = new InputBuffers();
  private boolean closed;

  TensorFlowModel(ModelRef ref, ModelSignature signature, ai.djl.Model opened) {
    this.ref = ref;
    this.signature = signature;
    this.opened = opened;
    this.block = opened.getBlock();
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
        run(rows, rowCount, out);
      }
    } finally {
      inUse.readLock().unlock();
    }
  }

  private void run(float[] rows, int rowCount, float[] out) {
    int columns = signature.featureCount();
    int paddedRows = padded(rowCount);
    ByteBuffer data = buffers.take(rows, rowCount * columns, paddedRows * columns);
    try (NDManager batch = opened.getNDManager().newSubManager()) {
      NDArray input = batch.create(data, new Shape(paddedRows, columns), DataType.FLOAT32);
      input.setName(signature.input().name());
      NDList outputs =
          block.forward(new ParameterStore(batch, false), new NDList(input), /* training= */ false);
      read(named(outputs), paddedRows, rowCount, out);
    } finally {
      buffers.giveBack(data);
    }
  }

  private void read(NDArray probability, int paddedRows, int rowCount, float[] out) {
    if (probability.getShape().size() != paddedRows) {
      throw new ModelException(
          "model "
              + ref
              + ": output "
              + signature.output().name()
              + " has shape "
              + probability.getShape()
              + " for "
              + paddedRows
              + " rows; one value per row is needed");
    }
    probability.toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer().get(out, 0, rowCount);
  }

  private static int padded(int rowCount) {
    return (rowCount + ROWS_PER_STEP - 1) / ROWS_PER_STEP * ROWS_PER_STEP;
  }

  private NDArray named(NDList outputs) {
    String name = signature.output().name();
    for (NDArray output : outputs) {
      if (name.equals(output.getName())) {
        return output;
      }
    }
    throw new ModelException("model " + ref + ": TensorFlow returned no output " + name);
  }

  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        opened.close();
      }
    } finally {
      inUse.writeLock().unlock();
    }
  }
}
