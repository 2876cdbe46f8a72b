package io.atomstreams.model.engine.runtime;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A model that a native runtime runs. Calls share a lock that only {@link #close} takes alone:
 * freeing native memory under a running call ends the process, not the call.
 */
public final class NativeModel implements Model {

  private final ModelRef ref;
  private final ModelSignature signature;
  private final NativeCall call;
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();
  private boolean closed;

  private NativeModel(ModelRef ref, ModelSignature signature, NativeCall call) {
    this.ref = ref;
    this.signature = signature;
    this.call = call;
  }

  /**
   * The model of a call that runs one row of zeros. Artifacts do not say everything about
   * themselves: whether an unnamed input is missing, or what shape an output has, some show only
   * when they run.
   *
   * @throws ModelException if the row cannot be run; the call is closed then
   */
  public static NativeModel tried(ModelRef ref, ModelSignature signature, NativeCall call) {
    NativeModel model = new NativeModel(ref, signature, call);
    try {
      model.score(new float[signature.featureCount()], 1, new float[signature.outputWidth()]);
      return model;
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
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
        call.run(rows, rowCount, out);
      }
    } finally {
      inUse.readLock().unlock();
    }
  }

  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        call.close();
      }
    } finally {
      inUse.writeLock().unlock();
    }
  }
}
