package io.atomstreams.model.engine.trees;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.DecisionPaths;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.util.Optional;

/** An ensemble in memory; what a row scores is a fixed sequence of operations on it alone. */
final class TreesModel implements Model {

  private final ModelRef ref;
  private final ModelSignature signature;
  private final TreeEnsemble ensemble;
  private final Optional<Attribution> attribution;
  private final DecisionPaths paths;
  private volatile boolean closed;

  TreesModel(ModelRef ref, ModelSignature signature, TreeEnsemble ensemble) {
    this.ref = ref;
    this.signature = signature;
    this.ensemble = ensemble;
    this.attribution = TreeAttribution.of(ref, signature, ensemble, this::requireOpen);
    this.paths = new TreePaths(ensemble, signature.scoreColumn(), this::requireOpen);
  }

  @Override
  public ModelSignature signature() {
    return signature;
  }

  @Override
  public void score(float[] rows, int rowCount, float[] out) {
    requireOpen();
    signature.requireBatch(ref, rows, rowCount, out);
    ensemble.score(rows, rowCount, out);
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
    closed = true;
  }
}
