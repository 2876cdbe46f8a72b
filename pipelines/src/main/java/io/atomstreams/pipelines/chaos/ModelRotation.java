package io.atomstreams.pipelines.chaos;

import static io.atomstreams.operators.rollout.Stage.VERIFIED;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.StoredModel;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Timeline.Transition;
import io.atomstreams.pipelines.chaos.fault.Stage;
import io.atomstreams.pipelines.chaos.soak.Swap;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.rollout.ModelRollout;
import io.atomstreams.pipelines.scoring.ScorerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts one version of a model after the other into service, as an operator does: into the shadow,
 * then promoted. Three take turns: one is champion, the one before stands by, the third is in no
 * memory; so each swap loads a model and lets one go. Belongs to one thread.
 */
final class ModelRotation implements AutoCloseable {

  /** Who asks, in the log. */
  static final String BY = "chaos";

  private static final int VERSIONS = 3;

  /** A SavedModel may have nothing but files that are known, and this is one that nobody reads. */
  private static final String UNREAD = "keras_metadata.pb";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<ModelRef> versions;
  private final ModelRollout rollout;

  private ModelRotation(List<ModelRef> versions, ModelRollout rollout) {
    this.versions = versions;
    this.rollout = rollout;
  }

  /**
   * Of a scorer that has a champion. Where its registry has fewer than three versions, copies of
   * the latest are registered, each with a file more: the same scores by other bytes, of which the
   * job keeps a copy of its own.
   *
   * @param models the registry that the job reads
   * @throws IllegalArgumentException if it has no version
   */
  static ModelRotation of(
      ScorerConfig scorer, Path models, Map<String, String> client, String prefix) {
    ModelRegistry registry = ModelStores.open(scorer.serving().withModels(models.toString()));
    List<ModelRef> versions = versions(registry, scorer.model());
    ModelRollout rollout =
        new ModelRollout(scorer.id(), new KafkaModelLog(client, prefix), Clock.systemUTC());
    for (ModelRef version : versions) {
      rollout.note(version, registry.manifest(version).digest(), VERIFIED, BY);
    }
    return new ModelRotation(versions, rollout);
  }

  /** The latest three, made up to that many. */
  static List<ModelRef> versions(ModelRegistry registry, String name) {
    ModelRef latest =
        registry
            .latest(name)
            .orElseThrow(() -> new IllegalArgumentException(registry.absence(name)));
    while (registry.versions(name).size() < VERSIONS) {
      copy(registry, latest);
    }
    List<Integer> numbers = registry.versions(name);
    return numbers.subList(numbers.size() - VERSIONS, numbers.size()).stream()
        .map(number -> new ModelRef(name, number))
        .toList();
  }

  private static void copy(ModelRegistry registry, ModelRef of) {
    ModelRef version = registry.next(of.name());
    Path files = TemporaryDirectory.create("atom-model-");
    try (StoredModel stored = registry.open(of)) {
      Scenery.copy(stored.artifacts(), files);
      Files.writeString(files.resolve(UNREAD), version + ", a copy of " + of + "\n");
      registry.register(draft(version, stored.manifest()), files);
    } catch (IOException e) {
      throw new UncheckedIOException(of + " cannot be copied to " + files, e);
    } finally {
      TemporaryDirectory.delete(files);
    }
  }

  private static ManifestDraft draft(ModelRef version, ModelManifest of) {
    return new ManifestDraft(
        version,
        of.engine(),
        of.signature(),
        of.baseRate(),
        of.metrics(),
        of.data(),
        of.lineage(),
        of.golden());
  }

  /**
   * Has the next version take the champion's place, and waits for its first prediction.
   *
   * @param at seconds since the first event, for the record
   */
  Swap swap(OutcomeMeter meter, double at) {
    ModelRef from = rollout.timeline().lineup().champion().orElseThrow();
    ModelRef to = versions.get((versions.indexOf(from) + 1) % VERSIONS);
    long before = meter.predictionsBy(to.toString());
    long start = System.nanoTime();
    String failure = happens(Move.SHADOW, to).or(() -> happens(Move.PROMOTE, to)).orElse("");
    long decided = System.nanoTime();
    if (failure.isEmpty()
        && !Stage.await(() -> meter.predictionsBy(to.toString()) > before, PATIENCE)) {
      failure = "promoted, but it has made no prediction within %s".formatted(PATIENCE);
    }
    return new Swap(
        from.toString(),
        to.toString(),
        at,
        Duration.ofNanos(decided - start).toMillis(),
        Duration.ofNanos(System.nanoTime() - start).toMillis(),
        failure);
  }

  /** Why it did not happen; empty if it did. */
  private Optional<String> happens(Move move, ModelRef model) {
    int number;
    try {
      number = rollout.request(move, model, null, BY, "its turn").request().number();
    } catch (IllegalArgumentException refused) {
      return Optional.of(refused.getMessage());
    }
    Transition decided =
        rollout
            .await(number, PATIENCE)
            .orElseGet(() -> rollout.withdraw(number, "no answer within " + PATIENCE));
    return decided.abandoned();
  }

  /** Transitions that others have asked for, such as the job when a guardrail is broken. */
  List<String> byOthers() {
    List<String> others = new ArrayList<>();
    for (Transition one : rollout.timeline().decided()) {
      if (!one.request().by().equals(BY)) {
        others.add(
            "%s %s by %s: %s"
                .formatted(
                    one.request().move().word(),
                    one.request().model(),
                    one.request().by(),
                    one.request().reason()));
      }
    }
    return others;
  }

  @Override
  public void close() {
    rollout.close();
  }
}
