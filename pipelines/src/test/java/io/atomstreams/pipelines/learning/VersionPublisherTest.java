package io.atomstreams.pipelines.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.online.Cut;
import io.atomstreams.operators.online.Learned;
import io.atomstreams.operators.online.LearnerSpec;
import io.atomstreams.operators.online.LearningFold;
import io.atomstreams.operators.online.Segments;
import io.atomstreams.operators.online.Shards;
import io.atomstreams.operators.online.Version;
import io.atomstreams.operators.online.VersionFold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionPublisherTest {

  private static final LearningFold.Options LEARNER = learner("churn_prior", "prior");

  @TempDir private Path directory;

  private static LearningFold.Options learner(String model, String text) {
    return new LearningFold.Options(
        model,
        LearningExamples.LABEL,
        LearningExamples.FEATURES.hash(),
        new LearnerSpec(
            text,
            LearningExamples.FEATURES.names().stream().map(Attribute::number).toList(),
            List.of()),
        Version.MINUTE,
        1,
        1,
        new Segments(false, List.of()));
  }

  /** What is cut after so many examples. */
  private static Version after(int examples) {
    return after(LEARNER, examples);
  }

  private static Version after(LearningFold.Options learner, int examples) {
    return version(learner, LearningFold.of(learner), examples);
  }

  private static <S> Version version(
      LearningFold.Options learner, LearningFold<S> fold, int examples) {
    Learned<S> learned = fold.codec().create();
    List<Example> stream = LearningExamples.stream(examples, examples, 3);
    stream.forEach(example -> fold.add(learned, example, lesson -> {}));
    List<Version> versions = new ArrayList<>();
    VersionFold<?> merging = VersionFold.of(learner, learner.id());
    Shards shards = merging.codec().create();
    fold.onTime(learned, fold.due(learned), cut -> merging.add(shards, (Cut) cut, versions::add));
    merging.onTime(shards, merging.due(shards), versions::add);
    return versions.get(0);
  }

  @Test
  void aVersionSaysWhatItWasLearnedFromAndHowItDid() {
    ModelRegistry registry = ModelRegistry.at(directory);
    Version version = after(400);

    VersionPublisher.Published published = new VersionPublisher(registry, LEARNER).publish(version);

    assertThat(published.isNew()).isTrue();
    ModelManifest manifest =
        registry.manifest(new ModelRef("churn_prior", (int) (version.at() / 60_000)));
    assertThat(manifest.engine()).isEqualTo("linear");
    assertThat(manifest.features()).isEqualTo(LearningExamples.FEATURES.names());
    assertThat(manifest.data().get(0).rows()).isGreaterThanOrEqualTo(400);
    assertThat(manifest.metrics())
        .extracting(ModelManifest.Metric::name)
        .containsExactly("log_loss", "brier");
    assertThat(manifest.metrics().get(0).value()).isBetween(0.6, 0.8);
    assertThat(manifest.golden().vectors()).isNotEmpty();
    assertThat(manifest.lineage().command()).contains("churn_prior", "prior", "churn_30d");
  }

  /** Its members' files lie in directories of their own. */
  @Test
  void aPoolIsRegisteredWithItsMembers() {
    ModelRegistry registry = ModelRegistry.at(directory);
    LearningFold.Options pool = learner("churn_pool", "hedge:members=prior|ftrl-logistic");

    ModelManifest manifest =
        new VersionPublisher(registry, pool).publish(after(pool, 400)).manifest();

    assertThat(manifest.engine()).isEqualTo("ensemble");
    assertThat(manifest.artifacts())
        .extracting(ModelManifest.Artifact::path)
        .containsExactlyInAnyOrder(
            "ensemble.json", "member-0/weights.json", "member-1/weights.json");
    assertThat(manifest.golden().vectors()).isNotEmpty();
  }

  @Test
  void theSameAgainChangesNothingAndAnotherUnderItsNumberIsRefused() {
    ModelRegistry registry = ModelRegistry.at(directory);
    VersionPublisher publisher = new VersionPublisher(registry, LEARNER);
    Version version = after(400);
    Version other = after(399);
    String digest = publisher.publish(version).manifest().digest();

    VersionPublisher.Published again = publisher.publish(version);

    assertThat(again.isNew()).isFalse();
    assertThat(again.manifest().digest()).isEqualTo(digest);
    Version impostor =
        new Version(
            other.learner(),
            other.model(),
            version.number(),
            version.at(),
            other.state(),
            other.account(),
            other.rows());
    assertThatThrownBy(() -> publisher.publish(impostor))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("with other content")
        .hasMessageContaining("the next version has another number");
  }

  @Test
  void aRegistryThatCannotBeWrittenIsSaidByName() throws Exception {
    Path file = Files.createFile(directory.resolve("models"));

    assertThatThrownBy(
            () -> new VersionPublisher(ModelRegistry.at(file), LEARNER).publish(after(50)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn_prior");
  }
}
