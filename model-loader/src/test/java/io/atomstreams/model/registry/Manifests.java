package io.atomstreams.model.registry;

import io.atomstreams.model.FeatureListHash;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.Metrics;
import io.atomstreams.model.registry.ModelManifest.Period;
import io.atomstreams.model.registry.ModelManifest.Rows;
import io.atomstreams.model.registry.ModelManifest.Training;
import java.time.Instant;
import java.util.List;

/** Manifests for tests: plausible everywhere a test does not look. */
public final class Manifests {

  private Manifests() {}

  public static ModelManifest draft(
      ModelRef ref, String engine, List<String> features, Golden golden) {
    return new ModelManifest(
        ref.name(),
        ref.version(),
        engine,
        features,
        FeatureListHash.of(features),
        "features",
        "probability",
        List.of(),
        0.25,
        new Period(Instant.parse("2010-12-01T08:26:00Z"), Instant.parse("2011-09-01T00:00:00Z")),
        new Training("atom train " + ref.name(), 42),
        new Metrics(0.8, 0.4, 0.6, 0.75, 0.45, new Rows(100, 25), new Rows(20, 5), new Rows(20, 6)),
        golden);
  }
}
