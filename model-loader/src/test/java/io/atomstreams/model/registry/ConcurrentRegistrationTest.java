package io.atomstreams.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several that register the same version, on stores that can and cannot tell who was first. */
class ConcurrentRegistrationTest {

  private static final ModelRef REF = new ModelRef("churn", 1);
  private static final int WRITERS = 4;

  @TempDir Path temp;
  private Path artifacts;

  @BeforeEach
  void writeArtifacts() throws Exception {
    artifacts = Files.createDirectory(temp.resolve("artifacts"));
    Files.writeString(artifacts.resolve("weights.json"), "{}");
  }

  private ModelRegistry registry(ModelFiles files) {
    return new ModelRegistry(
        files,
        new ArtifactCache(temp.resolve("cache"), Long.MAX_VALUE),
        Trust.ANYBODY,
        ArtifactLimits.DEFAULT);
  }

  /** What this writer says tells its manifest from the others'. */
  private Optional<String> register(ModelRegistry registry, int writer) {
    Golden golden = new Golden(writer, List.of(new GoldenVector(List.of(1f), List.of(0.5f))));
    try {
      registry.register(
          Manifests.draft(REF, "linear", List.of("a"), golden),
          artifacts,
          Optional.of(SigningKey.generate()));
      return Optional.empty();
    } catch (ModelException refused) {
      return Optional.of(refused.getMessage());
    }
  }

  @Test
  void exactlyOneWinsInADirectory() throws Exception {
    for (int round = 0; round < 20; round++) {
      ModelRegistry registry = registry(new DirectoryFiles(temp.resolve("r" + round)));
      CyclicBarrier together = new CyclicBarrier(WRITERS);
      ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
      List<Callable<Optional<String>>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int own = writer;
        writers.add(
            () -> {
              together.await();
              return register(registry, own);
            });
      }
      List<Integer> winners = new ArrayList<>();
      List<Future<Optional<String>>> answers = threads.invokeAll(writers);
      threads.shutdown();
      for (int writer = 0; writer < WRITERS; writer++) {
        Optional<String> refusal = answers.get(writer).get();
        if (refusal.isEmpty()) {
          winners.add(writer);
        } else {
          assertThat(refusal.get()).contains("churn@1 is already in");
        }
      }
      assertThat(winners).hasSize(1);
      assertThat(registry.manifest(REF).golden().tolerance()).isEqualTo((float) winners.get(0));
      assertThat(registry.signer(REF)).isPresent();
    }
  }

  /**
   * The second writer runs as a whole before the n-th call of the first, for every n: at most one
   * is told that it won, and what it wrote stays.
   */
  @Test
  void atMostOneWinsOnAnObjectStoreWhereverTheyMeet() {
    int calls = callsOfOne();
    int bothLost = 0;
    for (int meeting = 1; meeting <= calls; meeting++) {
      MemoryFiles files = new MemoryFiles();
      ModelRegistry registry = registry(files);
      List<Optional<String>> second = new ArrayList<>();
      int at = meeting;
      files.before =
          call -> {
            if (files.calls == at && second.isEmpty()) {
              second.add(Optional.of("running"));
              second.set(0, register(registry, 2));
            }
          };
      Optional<String> first = register(registry, 1);

      boolean firstWon = first.isEmpty();
      boolean secondWon = second.get(0).isEmpty();
      assertThat(firstWon && secondWon).as("both won, meeting at call %d", meeting).isFalse();
      if (firstWon || secondWon) {
        assertThat(registry.manifest(REF).golden().tolerance()).isEqualTo(firstWon ? 1f : 2f);
      }
      bothLost += firstWon || secondWon ? 0 : 1;
      files.before = call -> {};
      if (!firstWon && !secondWon) {
        assertThat(first.get()).contains("is being registered by another at this moment");
        assertThat(register(registry, 3)).isEmpty();
      }
      assertThat(files.files.keySet()).noneMatch(path -> path.contains("claim-"));
    }
    assertThat(bothLost).isLessThan(calls);
  }

  private int callsOfOne() {
    MemoryFiles files = new MemoryFiles();
    assertThat(register(registry(files), 1)).isEmpty();
    return files.calls;
  }
}
