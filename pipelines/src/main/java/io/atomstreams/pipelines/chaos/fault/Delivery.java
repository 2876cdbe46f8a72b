package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.packaging.ModelRegistration;
import io.atomstreams.model.registry.ArtifactCache;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import io.atomstreams.pipelines.registration.OfflineModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Brings new versions of a model: into the registry that the job reads, and into the one that
 * whoever checks the job reads.
 */
final class Delivery {

  private static final float TOLERANCE = 1e-5f;

  private final Path jobDirectory;
  private final ModelRegistry job;
  private final ModelRegistry kept;

  /** Between two registries with the same versions. */
  Delivery(Path jobDirectory, Path keptDirectory) {
    this.jobDirectory = jobDirectory;
    this.job = ModelStores.open(jobDirectory.toString(), Trust.ANYBODY);
    this.kept = ModelStores.open(keptDirectory.toString(), Trust.ANYBODY);
  }

  /**
   * A version before it is registered.
   *
   * @param file by which its engine knows it
   */
  record Parcel(ManifestDraft draft, String file, byte[] content) {}

  /** The version that comes next. */
  ModelRef next(String model) {
    return job.next(model);
  }

  /**
   * Registers as {@code atom models register} does.
   *
   * @param rows to compute golden vectors of, row-major
   * @throws ModelException if it is refused
   */
  ModelManifest register(Parcel parcel, float[] rows) {
    return inFiles(
        parcel,
        files -> {
          ModelManifest manifest =
              new ModelRegistration(kept)
                  .register(parcel.draft(), files, rows, TOLERANCE, Optional.empty())
                  .manifest();
          job.register(parcel.draft().withGolden(manifest.golden()), files);
          return manifest;
        });
  }

  /** Stores without a look at it, as a tool of somebody else's may. */
  ModelManifest store(Parcel parcel) {
    return inFiles(
        parcel,
        files -> {
          kept.register(parcel.draft(), files);
          return job.register(parcel.draft(), files);
        });
  }

  private interface Registering {
    ModelManifest from(Path files);
  }

  private static ModelManifest inFiles(Parcel parcel, Registering registering) {
    Path files = TemporaryDirectory.create("atom-chaos-model-");
    try {
      Files.write(files.resolve(parcel.file()), parcel.content());
      return registering.from(files);
    } catch (IOException e) {
      throw new UncheckedIOException(parcel.file() + " cannot be written to " + files, e);
    } finally {
      TemporaryDirectory.delete(files);
    }
  }

  /** Changes one byte of a version's only file in the job's registry, and not its length. */
  void damage(ModelManifest manifest) {
    String blob = manifest.artifacts().get(0).sha256();
    Path file = jobDirectory.resolve("blobs").resolve("sha256").resolve(blob);
    try {
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2] ^= 1;
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be damaged", e);
    }
  }

  /**
   * Why {@code atom models verify} refuses a version in the job's registry; empty if it does not.
   *
   * @param served the features that the job serves
   */
  Optional<String> refusal(ModelRef ref, List<String> served) {
    Path cache = TemporaryDirectory.create("atom-chaos-cache-");
    try {
      ModelRegistry uncached =
          ModelStores.open(
              jobDirectory.toString(), Trust.ANYBODY, new ArtifactCache(cache, Long.MAX_VALUE));
      new OfflineModel(uncached, ref, served).close();
      return Optional.empty();
    } catch (ModelException refusal) {
      return Optional.of(refusal.getMessage());
    } finally {
      TemporaryDirectory.delete(cache);
    }
  }
}
