package io.atomstreams.pipelines.learning;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.packaging.ModelRegistration;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Lineage;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelManifest.Period;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.online.Account;
import io.atomstreams.operators.online.LearningFold;
import io.atomstreams.operators.online.Version;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Registers what a learner has learned as a version of its model. The same version of the same
 * content again changes nothing; one of other content is refused: a version never changes.
 */
final class VersionPublisher {

  /** Of the golden vectors: served in single precision, learned in double. */
  private static final float TOLERANCE = 1e-5f;

  private final ModelRegistry registry;
  private final LearningFold.Options learner;

  /**
   * What became of a version.
   *
   * @param isNew whether it was registered now, and not before
   */
  record Published(ModelManifest manifest, boolean isNew) {}

  VersionPublisher(ModelRegistry registry, LearningFold.Options learner) {
    this.registry = registry;
    this.learner = learner;
  }

  /**
   * Registers.
   *
   * @throws ModelException if the registry does not answer, refuses the model, or has this version
   *     with other content
   */
  Published publish(Version version) {
    ModelRef ref = new ModelRef(version.model(), version.number());
    LearnedModel model = model(version, learner.spec().learner());
    if (registry.versions(ref.name()).contains(ref.version())) {
      return new Published(requireSame(ref, model), false);
    }
    Path directory = null;
    try {
      directory = Files.createTempDirectory("atom-version");
      for (Map.Entry<String, byte[]> file : model.files().entrySet()) {
        Path path = directory.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      return new Published(
          new ModelRegistration(registry)
              .register(
                  draft(ref, version, model),
                  directory,
                  version.rows(),
                  TOLERANCE,
                  Optional.empty())
              .manifest(),
          true);
    } catch (IOException e) {
      throw new ModelException("model %s: its files cannot be written: %s".formatted(ref, e), e);
    } finally {
      if (directory != null) {
        TemporaryDirectory.delete(directory);
      }
    }
  }

  private static <S> LearnedModel model(Version version, Learner<S> learner) {
    try {
      S state = NestedState.of(learner.codec(), version.state());
      return learner
          .publish(state)
          .orElseThrow(
              () ->
                  new ModelException(
                      "learner %s has nothing to publish".formatted(version.learner())));
    } catch (IOException e) {
      throw new ModelException("a state in memory can always be read", e);
    }
  }

  private ModelManifest requireSame(ModelRef ref, LearnedModel model) {
    ModelManifest there = registry.manifest(ref);
    Map<String, String> files = new HashMap<>();
    there.artifacts().forEach(artifact -> files.put(artifact.path(), artifact.sha256()));
    Map<String, String> ours = new HashMap<>();
    model.files().forEach((name, bytes) -> ours.put(name, sha256(bytes)));
    if (!files.equals(ours) || !there.signature().equals(model.signature())) {
      throw new ModelException(
          "model %s is in %s with other content: the examples before its cut were others when it was registered; the next version has another number"
              .formatted(ref, registry.location()));
    }
    return there;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private ManifestDraft draft(ModelRef ref, Version version, LearnedModel model) {
    Account account = version.account();
    double share = account.positives() / (double) Math.max(1, account.learned());
    return new ManifestDraft(
            ref, model.engine(), model.signature(), Math.max(0, Math.min(1, share)))
        .withMetrics(metrics(account))
        .withData(
            List.of(
                new Period(
                    "train",
                    Instant.ofEpochMilli(account.first()),
                    Instant.ofEpochMilli(account.last()),
                    account.learned(),
                    Math.max(0, account.positives()))))
        .withLineage(
            new Lineage(
                "",
                "learner %s, %s, label %s, cut at %s"
                    .formatted(
                        version.learner(),
                        learner.spec().type(),
                        learner.label(),
                        Instant.ofEpochMilli(version.at())),
                0,
                learner.listHash(),
                "",
                "learning job"));
  }

  private static List<Metric> metrics(Account account) {
    if (account.tested() == 0) {
      return List.of();
    }
    double count = account.tested();
    String on = "each example before it was learned";
    return List.of(
        new Metric(
            "log_loss", account.logLoss() / count, account.baseLogLoss() / count, "base rate", on),
        new Metric("brier", account.brier() / count, account.baseBrier() / count, "base rate", on));
  }
}
