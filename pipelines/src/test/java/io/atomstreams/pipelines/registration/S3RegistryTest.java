package io.atomstreams.pipelines.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.packaging.ModelRegistration;
import io.atomstreams.model.registry.ArtifactCache;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.SigningKey;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.model.registry.TrustedKeys;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.model.serving.SharedModels;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.flink.ModelStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The registry in a bucket of a real S3 endpoint, through Flink's own plugin. */
@Timeout(60)
@TestMethodOrder(OrderAnnotation.class)
class S3RegistryTest {

  private static final List<String> FEATURES = List.of("orders", "spend");
  private static final SigningKey KEY = SigningKey.generate();
  private static final ModelRef FIRST = new ModelRef("churn", 1);

  @TempDir private static Path temp;
  private static S3Endpoint s3;
  private static Path artifacts;

  @BeforeAll
  static void start() throws Exception {
    s3 = new S3Endpoint(temp);
    s3.start();
    s3.configureFlink();
    artifacts = Files.createDirectory(temp.resolve("artifacts"));
    LinearWeights weights =
        new LinearWeights(
            FEATURES, true, List.of(0.0, 1.0), List.of(1.0, 2.0), List.of(0.5, -0.5), 0.1);
    Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), weights.toJson());
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  private static ModelRegistry registry(String cache) {
    return ModelStores.open(
        "s3://" + S3Endpoint.BUCKET + "/registry",
        Trust.required(TrustedKeys.of(KEY.publicKey())),
        new ArtifactCache(temp.resolve(cache), Long.MAX_VALUE));
  }

  private static void register(ModelRef ref) {
    ManifestDraft draft =
        new ManifestDraft(ref, "linear", ModelSignature.probability("x", "p", FEATURES), 0.3);
    new ModelRegistration(registry("cache"))
        .register(draft, artifacts, new float[] {1, 2, 3, 4}, 1e-6f, Optional.of(KEY));
  }

  private static WarmModels ready(String cache) {
    return new WarmModels(registry(cache), new SharedModels());
  }

  @Test
  @Order(1)
  void registersListsAndServesFromABucket() {
    assertThat(registry("cache").list()).isEmpty();
    register(FIRST);
    register(new ModelRef("churn", 2));

    assertThat(registry("cache").list()).containsExactly(FIRST, new ModelRef("churn", 2));
    assertThat(registry("cache").signer(FIRST)).contains(KEY.id());
    assertThat(s3.stored("registry/models/churn/1/manifest.json")).exists();
    try (WarmModels ready = ready("cache")) {
      ModelRef latest = registry("cache").latest("churn").orElseThrow();
      assertThat(ready.warm(latest, FEATURES).versionText()).isEqualTo("churn@2");
    }
    assertThatThrownBy(() -> register(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1 is already in s3://models/registry")
        .hasMessageContaining("register churn@3");
    assertThatThrownBy(() -> registry("cache").manifest(new ModelRef("chrun", 1)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("did you mean churn?");
  }

  @Test
  @Order(2)
  void atMostOneOfSeveralWritersWins() throws Exception {
    ModelRef contested = new ModelRef("contested", 1);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Callable<Optional<String>>> writers = new ArrayList<>();
    for (int writer = 0; writer < 3; writer++) {
      writers.add(
          () -> {
            try {
              register(contested);
              return Optional.empty();
            } catch (ModelException refused) {
              return Optional.of(refused.getMessage());
            }
          });
    }
    int winners = 0;
    for (Future<Optional<String>> answer : threads.invokeAll(writers)) {
      Optional<String> refusal = answer.get();
      winners += refusal.isEmpty() ? 1 : 0;
      refusal.ifPresent(
          text ->
              assertThat(text).containsAnyOf("is being registered by another", "is already in"));
    }
    threads.shutdown();
    assertThat(winners).isLessThanOrEqualTo(1);
    if (winners == 0) {
      register(contested);
    }
    assertThat(registry("cache").versions("contested")).containsExactly(1);
  }

  @Test
  @Order(3)
  void refusesABlobThatWasChangedInTheBucket() throws Exception {
    ModelRef other = new ModelRef("other", 1);
    Path weights = artifacts.resolve(LinearEngine.WEIGHTS_FILE);
    String text = Files.readString(weights);
    Files.writeString(weights, text + "\n");
    register(other);
    Files.writeString(weights, text);
    String sha256 = registry("cache").manifest(other).artifacts().get(0).sha256();
    Path blob = s3.stored("registry/blobs/sha256/" + sha256);
    byte[] bytes = Files.readAllBytes(blob);
    bytes[10] ^= 1;
    Files.write(blob, bytes);

    assertThatThrownBy(() -> registry("empty-cache").open(other))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("other@1");
  }

  @Test
  @Order(4)
  void servesOnWithTheNetworkGone() {
    try (WarmModels before = ready("cache")) {
      ServedModel serving = before.warm(FIRST, FEATURES);
      s3.stop();

      assertThat(registry("cache").available("churn")).containsExactly(1, 2);
      try (WarmModels after = ready("cache")) {
        assertThat(after.warm(new ModelRef("churn", 2), FEATURES).versionText())
            .isEqualTo("churn@2");
        assertThat(after.warm(FIRST, FEATURES).versionText()).isEqualTo("churn@1");
      }
      float[] score = new float[1];
      serving.score(new float[] {1, 2}, 1, score);
      assertThat(score[0]).isBetween(0f, 1f);
    }
    assertThatThrownBy(() -> registry("cache").versions("churn"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("s3://models/registry cannot be read");
  }
}
