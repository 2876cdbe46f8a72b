package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.nio.file.Path;
import java.util.List;

/** The version that gives no probability for many rows, for tests of other packages. */
public final class UnusableVersion {

  private UnusableVersion() {}

  /** Registers it as the next version of the scorer's model. */
  public static ModelManifest register(ScoringConfig config) {
    List<String> served = config.features().names();
    Path models = Path.of(config.scorer().serving().models());
    Delivery delivery = new Delivery(models, models.resolveSibling("models-kept"));
    ModelRef ref = delivery.next(config.scorer().model());
    return delivery.register(
        BadVersion.unusable(ref, served), BadVersion.harmlessRows(served.size()));
  }
}
