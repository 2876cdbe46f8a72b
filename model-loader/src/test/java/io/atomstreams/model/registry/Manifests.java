package io.atomstreams.model.registry;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.Lineage;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelManifest.Period;
import java.time.Instant;
import java.util.List;

/** Manifests for tests: plausible everywhere a test does not look. */
public final class Manifests {

  private Manifests() {}

  public static ManifestDraft draft(
      ModelRef ref, String engine, List<String> features, Golden golden) {
    return draft(
        ref, engine, ModelSignature.probability("features", "probability", features), golden);
  }

  public static ManifestDraft draft(
      ModelRef ref, String engine, ModelSignature signature, Golden golden) {
    return new ManifestDraft(ref, engine, signature, 0.25)
        .withMetrics(List.of(new Metric("auc", 0.8, 0.75, "logistic regression", "test")))
        .withData(
            List.of(
                new Period(
                    "train",
                    Instant.parse("2010-12-01T08:26:00Z"),
                    Instant.parse("2011-09-01T00:00:00Z"),
                    100,
                    25)))
        .withLineage(new Lineage("", "atom train " + ref.name(), 42, "", "ab".repeat(32), "a test"))
        .withGolden(golden);
  }
}
