package io.atomstreams.model.serving;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.explain.Background;
import io.atomstreams.model.registry.ModelDirectory;
import io.atomstreams.model.registry.StoredModel;
import java.util.List;
import java.util.Optional;

/** The first phase: a version whose files are whole and whose features are all served. */
final class CandidateModel {

  private final StoredModel stored;
  private final FeatureBinding binding;

  private CandidateModel(StoredModel stored, FeatureBinding binding) {
    this.stored = stored;
    this.binding = binding;
  }

  /** Binds before it reads the artifacts: a misfit is found without touching them. */
  static CandidateModel find(ModelDirectory directory, ModelRef ref, List<String> served) {
    FeatureBinding binding = FeatureBinding.of(ref, directory.manifest(ref).features(), served);
    return new CandidateModel(directory.open(ref), binding);
  }

  LoadedModel load(SharedModels models) {
    Optional<Background> background =
        Background.read(stored.manifest().ref(), stored.manifest().features(), stored.artifacts());
    Lease lease =
        models.lease(
            stored.manifest().digest(),
            () ->
                Engines.byName(stored.manifest().engine())
                    .open(
                        stored.manifest().ref(),
                        stored.manifest().signature(),
                        stored.artifacts()));
    return new LoadedModel(lease, stored.manifest(), binding, background);
  }
}
