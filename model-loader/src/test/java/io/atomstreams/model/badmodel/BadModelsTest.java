package io.atomstreams.model.badmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.archive.ArtifactArchive;
import io.atomstreams.model.registry.ArtifactLimits;
import io.atomstreams.model.registry.DirectoryTree;
import io.atomstreams.model.registry.ModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way to bring a bad model that we could think of: none crashes the process, none is
 * accepted, each is refused with a reason that names its defect, and what served before serves on.
 */
class BadModelsTest {

  private static final int AT_LEAST = 200;

  @TempDir Path temp;

  private static List<BadModel> all() {
    List<BadModel> all = new ArrayList<>();
    all.addAll(BadGraphs.all());
    all.addAll(BadVersions.all());
    all.addAll(BadArchives.all());
    return all;
  }

  @Test
  void thereAreEnough() {
    assertThat(all()).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    assertThat(all()).extracting(BadModel::name).doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicTest> eachIsRefusedWithItsReason() {
    return all().stream()
        .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> requireRefused(bad)));
  }

  private void requireRefused(BadModel bad) throws Exception {
    Path empty = Files.createTempDirectory(temp, "bad");
    try {
      bad.attempt().make(empty);
    } catch (ModelException refusal) {
      assertThat(refusal.getMessage())
          .containsPattern(Pattern.compile(bad.reason(), Pattern.DOTALL));
      assertThat(registered(empty)).as("stored although refused").isLessThanOrEqualTo(2);
      return;
    } finally {
      DirectoryTree.delete(empty);
    }
    throw new AssertionError("accepted: " + bad.name());
  }

  private static int registered(Path empty) {
    return GoodModels.registry(empty, ArtifactLimits.DEFAULT).list().size();
  }

  /** Else the refusals above would prove nothing. */
  @Test
  void aGoodModelPassesEveryGate() throws Exception {
    for (String engine : List.of("linear", "tensorflow")) {
      Path root = temp.resolve(engine);
      GoodModels.registerTwo(root, engine);
      ModelRegistry registry = GoodModels.registry(root, ArtifactLimits.DEFAULT);
      assertThat(registry.versions("churn")).containsExactly(1, 2);
      GoodModels.stage(root);
    }
    Path zip = temp.resolve("model.zip");
    GoodModels.files("linear", 1, temp.resolve("files"));
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("my_model/weights.json"));
      Files.copy(temp.resolve("files/weights.json"), out);
    }
    Path root =
        new ArtifactArchive(zip, ArtifactLimits.DEFAULT)
            .unpack(Files.createDirectory(temp.resolve("unpacked")));
    assertThat(root).isEqualTo(temp.resolve("unpacked/my_model"));
    GoodModels.register(temp, GoodModels.draft(GoodModels.FIRST, "linear"), root);
  }
}
