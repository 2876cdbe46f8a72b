package io.atomstreams.model.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCacheTest {

  private static final int BYTES = 1000;

  @TempDir Path temp;
  private final MemoryFiles files = new MemoryFiles();

  private ModelRegistry registry(long cacheBytes) {
    return new ModelRegistry(
        files,
        new ArtifactCache(temp.resolve("cache"), cacheBytes),
        Trust.ANYBODY,
        ArtifactLimits.DEFAULT);
  }

  /** A thousand bytes of its own. */
  private ModelRef register(int version) throws IOException {
    Path artifacts = Files.createDirectory(temp.resolve("artifacts" + version));
    Files.write(artifacts.resolve("weights.bin"), new byte[BYTES - 1]);
    Files.write(artifacts.resolve("version"), new byte[] {(byte) version});
    ModelRef ref = new ModelRef("churn", version);
    Golden golden = new Golden(0, List.of(new GoldenVector(List.of(1f), List.of(0.5f))));
    registry(Long.MAX_VALUE)
        .register(Manifests.draft(ref, "linear", List.of("a"), golden), artifacts);
    return ref;
  }

  private Path cached(ModelRef ref) {
    return temp.resolve("cache/files").resolve(registry(1).manifest(ref).digest());
  }

  @Test
  void opensWhatIsCachedWithoutTouchingTheRegistry() throws IOException {
    ModelRef ref = register(1);
    registry(Long.MAX_VALUE).open(ref).close();
    files.cutOff = true;
    files.calls = 0;

    try (StoredModel opened = registry(Long.MAX_VALUE).open(ref)) {
      assertThat(opened.artifacts().resolve("weights.bin")).hasSize(BYTES - 1);
    }

    assertThat(files.calls).isZero();
  }

  @Test
  void knowsTheCachedVersionsWhenTheRegistryIsGone() throws IOException {
    register(1);
    ModelRef second = register(2);
    registry(Long.MAX_VALUE).open(second).close();
    assertThat(registry(Long.MAX_VALUE).available("churn")).containsExactly(1, 2);

    files.cutOff = true;

    assertThat(registry(Long.MAX_VALUE).available("churn")).containsExactly(2);
    assertThatThrownBy(() -> registry(Long.MAX_VALUE).versions("churn"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("memory://models cannot be read");
    assertThatThrownBy(() -> registry(Long.MAX_VALUE).open(new ModelRef("churn", 1)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot be read: java.io.IOException: connection refused");
  }

  @Test
  void fetchesAgainWhatWasChangedInTheCache() throws IOException {
    ModelRef ref = register(1);
    registry(Long.MAX_VALUE).open(ref).close();
    Path weights = cached(ref).resolve("weights.bin");
    Files.write(weights, new byte[] {1, 2, 3});
    Files.writeString(cached(ref).resolve("planted"), "read me");

    registry(Long.MAX_VALUE).open(ref).close();

    assertThat(weights).hasSize(BYTES - 1);
    assertThat(cached(ref).resolve("planted")).doesNotExist();
  }

  @Test
  void leavesNothingOfWhatCouldNotBeFetchedWhole() throws IOException {
    ModelRef ref = register(1);
    files.files.keySet().stream()
        .filter(path -> path.startsWith("blobs/"))
        .forEach(path -> files.files.put(path, new byte[] {9}));

    assertThatThrownBy(() -> registry(Long.MAX_VALUE).open(ref))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("artifact version has SHA-256");

    try (Stream<Path> left = Files.list(temp.resolve("cache/files"))) {
      assertThat(left).isEmpty();
    }
    assertThat(marks()).isZero();
  }

  @Test
  void givesUpWhatWasUsedLongestAgoAndIsNotHeld() throws IOException {
    ModelRef held = register(1);
    ModelRef old = register(2);
    ModelRef recent = register(3);
    ModelRef next = register(4);
    ModelRegistry small = registry(3L * BYTES);
    StoredModel first = small.open(held);
    small.open(old).close();
    small.open(recent).close();
    for (ModelRef ref : List.of(held, old, recent)) {
      Files.setLastModifiedTime(
          temp.resolve("cache/used").resolve(cached(ref).getFileName().toString()),
          FileTime.fromMillis(1000L * ref.version()));
    }

    small.open(next).close();

    assertThat(cached(held)).exists();
    assertThat(cached(old)).doesNotExist();
    assertThat(cached(recent)).exists();
    assertThat(cached(next)).exists();
    first.close();
    assertThat(marks()).isZero();
  }

  @Test
  void countsNoMarkOfAProcessThatIsGone() throws IOException {
    ModelRef orphan = register(1);
    ModelRegistry small = registry(BYTES);
    small.open(orphan).close();
    long gone =
        Stream.iterate(4_000_000L, pid -> pid + 1)
            .filter(pid -> ProcessHandle.of(pid).isEmpty())
            .findFirst()
            .orElseThrow();
    Files.createFile(
        temp.resolve("cache/marks").resolve(cached(orphan).getFileName() + "." + gone + ".x"));

    small.open(register(2)).close();

    assertThat(cached(orphan)).doesNotExist();
  }

  private long marks() throws IOException {
    try (Stream<Path> marks = Files.list(temp.resolve("cache/marks"))) {
      return marks.count();
    }
  }
}
