package io.atomstreams.model.engine.trees;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.DecisionPaths;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A model that a native library scores, and the same ensemble in Java explains.
 *
 * <p>Calls share a lock that only {@link #close} takes alone, since freeing native memory under a
 * running call ends the process, not the call.
 */
public final class NativeTreesModel implements Model {

  private final ModelRef ref;
  private final ModelSignature signature;
  private final NativeTrees trees;
  private final Optional<Attribution> attribution;
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();
  private final DecisionPaths paths;
  private volatile boolean closed;

  /**
   * @param ensemble what {@code trees} are, in the portable form
   * @param trees owned by this model from here on
   */
  public NativeTreesModel(
      ModelRef ref, ModelSignature signature, TreeEnsemble ensemble, NativeTrees trees) {
    this.ref = ref;
    this.signature = signature;
    this.trees = trees;
    this.attribution = TreeAttribution.of(ref, signature, ensemble, this::requireOpen);
    this.paths = new TreePaths(ensemble, signature.scoreColumn(), this::requireOpen);
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
      requireOpen();
      if (rowCount > 0) {
        trees.score(rows, rowCount, out);
      }
    } finally {
      inUse.readLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ModelException("model " + ref + ": scored after it was closed");
    }
  }

  @Override
  public Optional<Attribution> attribution() {
    return attribution;
  }

  @Override
  public Optional<DecisionPaths> decisionPaths() {
    return Optional.of(paths);
  }

  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        trees.close();
      }
    } finally {
      inUse.writeLock().unlock();
    }
  }
}
