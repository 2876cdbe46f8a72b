package io.atomstreams.model.registry;

import io.atomstreams.model.FeatureListHash;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.Lineage;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelManifest.Period;
import java.util.List;

/**
 * What is said of a model before it is registered: everything but its files. Immutable; each {@code
 * with} gives another draft.
 *
 * @param ref the version it is to become
 */
public record ManifestDraft(
    ModelRef ref,
    String engine,
    ModelSignature signature,
    double baseRate,
    List<Metric> metrics,
    List<Period> data,
    Lineage lineage,
    Golden golden) {

  /** A draft that tells nothing but what a model computes and from what. */
  public ManifestDraft(ModelRef ref, String engine, ModelSignature signature, double baseRate) {
    this(
        ref,
        engine,
        signature,
        baseRate,
        List.of(),
        List.of(),
        Lineage.UNKNOWN,
        new Golden(0, List.of()));
  }

  public ManifestDraft withMetrics(List<Metric> others) {
    return new ManifestDraft(ref, engine, signature, baseRate, others, data, lineage, golden);
  }

  public ManifestDraft withData(List<Period> others) {
    return new ManifestDraft(ref, engine, signature, baseRate, metrics, others, lineage, golden);
  }

  public ManifestDraft withLineage(Lineage other) {
    return new ManifestDraft(ref, engine, signature, baseRate, metrics, data, other, golden);
  }

  public ManifestDraft withGolden(Golden other) {
    return new ManifestDraft(ref, engine, signature, baseRate, metrics, data, lineage, other);
  }

  ModelManifest manifest(List<ModelManifest.Artifact> artifacts) {
    return new ModelManifest(
        ModelManifest.FORMAT,
        ref.name(),
        ref.version(),
        engine,
        signature,
        FeatureListHash.of(signature.features()),
        artifacts,
        baseRate,
        metrics,
        data,
        lineage,
        golden);
  }
}
