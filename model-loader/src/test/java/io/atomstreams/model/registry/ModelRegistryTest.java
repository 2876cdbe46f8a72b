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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {

  private static final ModelRef FIRST = new ModelRef("purchase_30d", 1);
  private static final Golden GOLDEN =
      new Golden(1e-5f, List.of(new GoldenVector(List.of(1.5f, Float.NaN), List.of(0.25f))));

  @TempDir Path temp;
  private Path artifacts;
  private ModelRegistry registry;

  @BeforeEach
  void writeArtifacts() throws IOException {
    artifacts = Files.createDirectories(temp.resolve("artifacts/assets")).getParent();
    Files.writeString(artifacts.resolve("weights.json"), "{}");
    Files.writeString(artifacts.resolve("assets/words.txt"), "a\nb\n");
    registry = registry(new DirectoryFiles(root()), Trust.ANYBODY);
  }

  private ModelManifest save(ModelRef ref) {
    return registry.register(Manifests.draft(ref, "linear", List.of("a", "b"), GOLDEN), artifacts);
  }

  private Path root() {
    return temp.resolve("registry");
  }

  private ModelRegistry registry(ModelFiles files, Trust trust) {
    return new ModelRegistry(
        files,
        new ArtifactCache(temp.resolve("cache"), Long.MAX_VALUE),
        trust,
        ArtifactLimits.DEFAULT);
  }

  @Test
  void isEmptyUntilAModelIsSaved() {
    assertThat(registry.list()).isEmpty();
    assertThat(registry.latest("purchase_30d")).isEmpty();
    assertThat(registry.versions("../..")).isEmpty();
    assertThat(registry.absence("purchase_30d"))
        .startsWith("no model purchase_30d in ")
        .endsWith("there are none");
  }

  @Test
  void opensWhatWasSaved() throws IOException {
    ModelManifest saved = save(FIRST);

    StoredModel opened = registry.open(FIRST);

    assertThat(opened.manifest()).isEqualTo(saved);
    assertThat(saved.artifacts())
        .extracting(ModelManifest.Artifact::path)
        .containsExactly("assets/words.txt", "weights.json");
    assertThat(Files.readString(opened.artifacts().resolve("weights.json"))).isEqualTo("{}");
    assertThat(saved.golden().vectors().get(0).inputs().get(1)).isNaN();
  }

  @Test
  void findsTheLatestVersionByNumber() {
    for (int version : new int[] {9, 10, 2}) {
      save(new ModelRef("purchase_30d", version));
    }
    save(new ModelRef("churn", 1));

    assertThat(registry.latest("purchase_30d")).contains(new ModelRef("purchase_30d", 10));
    assertThat(registry.versions("purchase_30d")).containsExactly(2, 9, 10);
    assertThat(registry.names()).containsExactly("churn", "purchase_30d");
    assertThat(registry.list()).hasSize(4);
  }

  @Test
  void doesNotSeeAVersionWithoutItsManifest() throws IOException {
    save(FIRST);
    Files.createDirectories(root().resolve("models/purchase_30d/2"));
    Files.writeString(root().resolve("models/purchase_30d/2/manifest-0.sig"), "{}");

    assertThat(registry.versions("purchase_30d")).containsExactly(1);
    assertThat(registry.next("purchase_30d")).isEqualTo(new ModelRef("purchase_30d", 2));
  }

  @Test
  void neverChangesAVersion() {
    save(FIRST);

    assertThatThrownBy(() -> save(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("purchase_30d@1 is already in")
        .hasMessageEndingWith("register purchase_30d@2");
  }

  @Test
  void leavesNothingBehindWhenItCannotSave() throws IOException {
    ManifestDraft draft = Manifests.draft(FIRST, "linear", List.of("a", "b"), GOLDEN);

    assertThatThrownBy(() -> registry.register(draft, temp.resolve("absent")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("purchase_30d@1: cannot read");

    assertThat(root()).doesNotExist();
  }

  @Test
  void letsOthersReadWhatWasSaved() throws IOException {
    save(FIRST);

    assertThat(Files.getPosixFilePermissions(version(1)))
        .isEqualTo(Files.getPosixFilePermissions(root()));
  }

  @Test
  void answersAnUnknownNameWithTheNearest() {
    save(FIRST);

    assertThatThrownBy(() -> registry.open(new ModelRef("purchas_30d", 1)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no model purchas_30d in")
        .hasMessageEndingWith("did you mean purchase_30d?");
    assertThatThrownBy(() -> registry.open(new ModelRef("purchase_30d", 7)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no version 7 of model purchase_30d")
        .hasMessageEndingWith("there are [1]");
  }

  @Test
  void refusesAMissingBlob() throws IOException {
    Files.delete(blob(save(FIRST)));

    assertThatThrownBy(() -> registry.open(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("NoSuchFile");
  }

  @Test
  void refusesABlobThatWasChanged() throws IOException {
    Path weights = blob(save(FIRST));
    Files.writeString(weights, "[]");

    assertThatThrownBy(() -> registry.open(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("artifact weights.json has SHA-256");

    Files.writeString(weights, "longer");
    assertThatThrownBy(() -> registry.open(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has 3 bytes, the manifest says 2");
    assertThatThrownBy(() -> save(new ModelRef("purchase_30d", 2)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is no longer what its name says");
  }

  @Test
  void storesAFileOnceHoweverManyVersionsHaveIt() throws IOException {
    save(FIRST);
    save(new ModelRef("churn", 1));

    try (Stream<Path> blobs = Files.list(root().resolve("blobs/sha256"))) {
      assertThat(blobs).hasSize(2);
    }
  }

  @Test
  void refusesAnArtifactOutsideOfItsVersion() throws IOException {
    save(FIRST);
    edit("\"weights.json", "\"../../../artifacts/weights.json");

    assertThatThrownBy(() -> registry.open(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is no path of a model's file");
  }

  @Test
  void refusesAKeyThatNobodyReads() throws IOException {
    save(FIRST);
    edit("\"baseRate\"", "\"baserate\"");

    assertThatThrownBy(() -> registry.manifest(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("manifest.json: baserate is no key of a manifest")
        .hasMessageEndingWith("did you mean baseRate?");
  }

  @Test
  void refusesAKeyThatNobodyReadsDeepInside() throws IOException {
    save(FIRST);
    edit("\"results\"", "\"result\"");

    assertThatThrownBy(() -> registry.manifest(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("result is no key of a manifest; did you mean results");
  }

  @Test
  void refusesAFeatureListThatWasEdited() throws IOException {
    save(FIRST);
    edit("[ \"a\", \"b\" ]", "[ \"b\", \"a\" ]");

    assertThatThrownBy(() -> registry.manifest(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the manifest's features hash to");
  }

  @Test
  void refusesAManifestOfAnotherVersion() throws IOException {
    save(FIRST);
    Files.move(version(1), version(5));

    assertThatThrownBy(() -> registry.manifest(new ModelRef("purchase_30d", 5)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("describes purchase_30d@1");
  }

  @Test
  void refusesWhatIsNoJson() throws IOException {
    save(FIRST);
    Files.writeString(version(1).resolve("manifest.json"), "{\"name\": ");

    assertThatThrownBy(() -> registry.manifest(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("manifest.json is no manifest");
  }

  @Test
  void refusesAMissingKeyAndATimeThatIsNone() throws IOException {
    save(FIRST);
    edit("2010-12-01T08:26:00Z", "yesterday");
    assertThatThrownBy(() -> registry.manifest(FIRST)).isInstanceOf(ModelException.class);

    edit("\"from\" : \"yesterday\",", "");
    assertThatThrownBy(() -> registry.manifest(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("from");
  }

  @Test
  void givesTheSameDigestToTheSameModelUnderAnotherVersion() throws IOException {
    String digest = save(FIRST).digest();

    assertThat(save(new ModelRef("purchase_30d", 2)).digest()).isEqualTo(digest);
    Files.writeString(artifacts.resolve("weights.json"), "{\"x\":1}");
    assertThat(save(new ModelRef("purchase_30d", 3)).digest()).isNotEqualTo(digest);
  }

  private Path version(int version) {
    return root().resolve("models/purchase_30d").resolve(Integer.toString(version));
  }

  /** Of weights.json, the second by path. */
  private Path blob(ModelManifest manifest) {
    return root().resolve("blobs/sha256").resolve(manifest.artifacts().get(1).sha256());
  }

  private void edit(String from, String to) throws IOException {
    Path file = version(1).resolve("manifest.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
