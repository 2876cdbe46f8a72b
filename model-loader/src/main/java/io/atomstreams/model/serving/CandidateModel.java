package io.atomstreams.model.serving;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.StoredModel;
import java.util.List;

/** The first phase: a version whose files are whole and whose features are all served. */
final class CandidateModel {

  private final StoredModel stored;
  private final FeatureBinding binding;

  private CandidateModel(StoredModel stored, FeatureBinding binding) {
    this.stored = stored;
    this.binding = binding;
  }

  /** Binds before it reads the artifacts: a misfit is found without touching them. */
  static CandidateModel find(ModelRegistry registry, ModelRef ref, List<String> served) {
    FeatureBinding binding = FeatureBinding.of(ref, registry.manifest(ref).features(), served);
    return new CandidateModel(registry.open(ref), binding);
  }

  /**
   * Inspected, then opened, by the first that leases it; the files are held as long as the lease.
   */
  LoadedModel load(SharedModels models) {
    ModelManifest manifest = stored.manifest();
    try {
      Lease lease = models.lease(manifest.digest(), this::open);
      lease.holding(stored);
      return new LoadedModel(lease, manifest, binding);
    } catch (RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  private Model open() {
    ModelManifest manifest = stored.manifest();
    ModelEngine engine = Engines.byName(manifest.engine());
    engine.inspect(manifest.ref(), manifest.signature(), stored.artifacts());
    return engine.open(manifest.ref(), manifest.signature(), stored.artifacts());
  }
}
