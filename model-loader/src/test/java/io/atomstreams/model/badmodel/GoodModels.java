package io.atomstreams.model.badmodel;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.EngineFixtures;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.packaging.ModelRegistration;
import io.atomstreams.model.registry.ArtifactCache;
import io.atomstreams.model.registry.ArtifactLimits;
import io.atomstreams.model.registry.DirectoryFiles;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.SigningKey;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.model.registry.TrustedKeys;
import io.atomstreams.model.serving.SharedModels;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The ways a model comes in, with a model that passes all of them. */
final class GoodModels {

  static final int COLUMNS = 3;
  static final List<String> FEATURES = TinyNetworks.features(COLUMNS);
  static final ModelRef FIRST = new ModelRef("churn", 1);
  static final ModelRef SECOND = new ModelRef("churn", 2);
  static final SigningKey KEY = SigningKey.generate();

  private static final float[] ROWS = TinyNetworks.rows(8, COLUMNS, 1);

  private GoodModels() {}

  static ModelRegistry registry(Path root, ArtifactLimits limits) {
    return new ModelRegistry(
        new DirectoryFiles(root.resolve("registry")),
        new ArtifactCache(root.resolve("cache"), Long.MAX_VALUE),
        Trust.required(TrustedKeys.of(KEY.publicKey())),
        limits);
  }

  static ModelSignature signature() {
    return ModelSignature.probability("features", "probability", FEATURES);
  }

  static EngineSample files(String engine, long seed, Path artifacts) {
    return EngineFixtures.of(engine).write(COLUMNS, seed, artifacts);
  }

  static ManifestDraft draft(ModelRef ref, String engine) {
    return new ManifestDraft(ref, engine, signature(), 0.25);
  }

  /** Registers from files, as {@code atom models register} does, under these limits. */
  static ModelManifest register(
      Path root, ManifestDraft draft, Path artifacts, ArtifactLimits limits) {
    return new ModelRegistration(registry(root, limits))
        .register(draft, artifacts, ROWS, 1e-6f, Optional.of(KEY))
        .manifest();
  }

  static ModelManifest register(Path root, ManifestDraft draft, Path artifacts) {
    return register(root, draft, artifacts, ArtifactLimits.DEFAULT);
  }

  /** A registry with two good versions of the engine {@code linear}. */
  static ModelManifest two(Path root) {
    try (Stream<Path> files = Files.walk(Template.DIRECTORY)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = root.resolve(Template.DIRECTORY.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return registry(root, ArtifactLimits.DEFAULT).manifest(SECOND);
  }

  static void registerTwo(Path root, String engine) {
    for (ModelRef ref : List.of(FIRST, SECOND)) {
      Path artifacts = root.resolve("artifacts" + ref.version());
      files(engine, ref.version(), artifacts);
      register(root, draft(ref, engine), artifacts);
    }
  }

  /** Registered once, copied for each bad version. */
  private static final class Template {
    static final Path DIRECTORY = make();

    private static Path make() {
      try {
        Path root = Files.createDirectories(Path.of("target", "good-models-" + KEY.id()));
        registerTwo(root, "linear");
        return root;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Stages the second version while the first serves, which must go on. */
  static void stage(Path root) {
    SharedModels models = new SharedModels();
    try (WarmModels ready = new WarmModels(registry(root, ArtifactLimits.DEFAULT), models)) {
      warmFirst(ready);
      try {
        ready.warm(SECOND, FEATURES);
      } catch (ModelException refused) {
        if (!ready.ready().equals(Set.of(FIRST))) {
          throw new AssertionError("a refused version leaves " + ready.ready(), refused);
        }
        throw refused;
      }
    }
  }

  private static void warmFirst(WarmModels ready) {
    try {
      ready.warm(FIRST, FEATURES);
    } catch (ModelException refused) {
      throw new AssertionError("the good version is refused", refused);
    }
  }
}
