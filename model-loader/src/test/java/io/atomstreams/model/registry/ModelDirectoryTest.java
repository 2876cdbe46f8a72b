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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {

  private static final ModelRef FIRST = new ModelRef("purchase_30d", 1);
  private static final Golden GOLDEN =
      new Golden(1e-5f, List.of(new GoldenVector(List.of(1.5f, Float.NaN), 0.25f)));

  @TempDir Path temp;
  private Path artifacts;
  private ModelDirectory directory;

  @BeforeEach
  void writeArtifacts() throws IOException {
    artifacts = Files.createDirectories(temp.resolve("artifacts/assets")).getParent();
    Files.writeString(artifacts.resolve("weights.json"), "{}");
    Files.writeString(artifacts.resolve("assets/words.txt"), "a\nb\n");
    directory = new ModelDirectory(temp.resolve("models"));
  }

  private ModelManifest save(ModelRef ref) {
    return directory.save(Manifests.draft(ref, "linear", List.of("a", "b"), GOLDEN), artifacts);
  }

  @Test
  void isEmptyUntilAModelIsSaved() {
    assertThat(directory.list()).isEmpty();
    assertThat(directory.latest("purchase_30d")).isEmpty();
    assertThat(directory.versions("../..")).isEmpty();
    assertThat(directory.absence("purchase_30d"))
        .startsWith("no model purchase_30d in ")
        .endsWith("there are none");
  }

  @Test
  void opensWhatWasSaved() throws IOException {
    ModelManifest saved = save(FIRST);

    StoredModel opened = directory.open(FIRST);

    assertThat(opened.manifest()).isEqualTo(saved);
    assertThat(saved.artifacts())
        .extracting(ModelManifest.Artifact::path)
        .containsExactly("model/assets/words.txt", "model/weights.json");
    assertThat(Files.readString(opened.artifacts().resolve("weights.json"))).isEqualTo("{}");
    assertThat(saved.golden().vectors().get(0).inputs().get(1)).isNaN();
  }

  @Test
  void findsTheLatestVersionByNumber() {
    for (int version : new int[] {9, 10, 2}) {
      save(new ModelRef("purchase_30d", version));
    }
    save(new ModelRef("churn", 1));

    assertThat(directory.latest("purchase_30d")).contains(new ModelRef("purchase_30d", 10));
    assertThat(directory.versions("purchase_30d")).containsExactly(2, 9, 10);
    assertThat(directory.names()).containsExactly("churn", "purchase_30d");
    assertThat(directory.list()).hasSize(4);
  }

  @Test
  void doesNotSeeAVersionThatIsStillBeingWritten() throws IOException {
    save(FIRST);
    Files.createDirectories(temp.resolve("models/purchase_30d/2/model"));
    Files.createDirectories(temp.resolve("models/purchase_30d/.saving-3-x"));

    assertThat(directory.versions("purchase_30d")).containsExactly(1);
  }

  @Test
  void neverChangesAVersion() {
    save(FIRST);

    assertThatThrownBy(() -> save(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("purchase_30d@1 is already in")
        .hasMessageEndingWith("save purchase_30d@2");
  }

  @Test
  void leavesNothingBehindWhenItCannotSave() throws IOException {
    ModelManifest draft = Manifests.draft(FIRST, "linear", List.of("a", "b"), GOLDEN);

    assertThatThrownBy(() -> directory.save(draft, temp.resolve("absent")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("purchase_30d@1: cannot save to");

    assertThat(temp.resolve("models/purchase_30d")).isEmptyDirectory();
  }

  @Test
  void letsOthersReadWhatWasSaved() throws IOException {
    save(FIRST);

    assertThat(Files.getPosixFilePermissions(version(1)))
        .isEqualTo(Files.getPosixFilePermissions(temp.resolve("models")));
  }

  @Test
  void answersAnUnknownNameWithTheNearest() {
    save(FIRST);

    assertThatThrownBy(() -> directory.open(new ModelRef("purchas_30d", 1)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no model purchas_30d in")
        .hasMessageEndingWith("did you mean purchase_30d?");
    assertThatThrownBy(() -> directory.open(new ModelRef("purchase_30d", 7)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no version 7 of model purchase_30d")
        .hasMessageEndingWith("there are [1]");
  }

  @Test
  void refusesAMissingArtifact() throws IOException {
    save(FIRST);
    Files.delete(version(1).resolve("model/weights.json"));

    assertThatThrownBy(() -> directory.open(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("purchase_30d@1: artifact model/weights.json is missing");
  }

  @Test
  void refusesAnArtifactThatWasChanged() throws IOException {
    save(FIRST);
    Path weights = version(1).resolve("model/weights.json");
    Files.writeString(weights, "[]");

    assertThatThrownBy(() -> directory.open(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("artifact model/weights.json has SHA-256");

    Files.writeString(weights, "longer");
    assertThatThrownBy(() -> directory.open(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has 6 bytes, the manifest says 2");
  }

  @Test
  void refusesAnArtifactOutsideOfItsVersion() throws IOException {
    save(FIRST);
    edit("model/weights.json", "../../../artifacts/weights.json");

    assertThatThrownBy(() -> directory.open(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("lies outside of");
  }

  @Test
  void refusesAKeyThatNobodyReads() throws IOException {
    save(FIRST);
    edit("\"baseRate\"", "\"baserate\"");

    assertThatThrownBy(() -> directory.manifest(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("manifest.json: baserate is no key of a manifest")
        .hasMessageEndingWith("did you mean baseRate?");
  }

  @Test
  void refusesAKeyThatNobodyReadsDeepInside() throws IOException {
    save(FIRST);
    edit("\"expected\"", "\"expect\"");

    assertThatThrownBy(() -> directory.manifest(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("expect is no key of a manifest; did you mean expected");
  }

  @Test
  void refusesAFeatureListThatWasEdited() throws IOException {
    save(FIRST);
    edit("[ \"a\", \"b\" ]", "[ \"b\", \"a\" ]");

    assertThatThrownBy(() -> directory.manifest(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the manifest's features hash to");
  }

  @Test
  void refusesAManifestOfAnotherVersion() throws IOException {
    save(FIRST);
    Files.move(version(1), version(5));

    assertThatThrownBy(() -> directory.manifest(new ModelRef("purchase_30d", 5)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("describes purchase_30d@1");
  }

  @Test
  void refusesWhatIsNoJson() throws IOException {
    save(FIRST);
    Files.writeString(version(1).resolve("manifest.json"), "{\"name\": ");

    assertThatThrownBy(() -> directory.manifest(FIRST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("manifest.json is no manifest");
  }

  @Test
  void refusesAMissingKeyAndATimeThatIsNone() throws IOException {
    save(FIRST);
    edit("2010-12-01T08:26:00Z", "yesterday");
    assertThatThrownBy(() -> directory.manifest(FIRST)).isInstanceOf(ModelException.class);

    edit("\"from\" : \"yesterday\",", "");
    assertThatThrownBy(() -> directory.manifest(FIRST))
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
    return temp.resolve("models/purchase_30d").resolve(Integer.toString(version));
  }

  private void edit(String from, String to) throws IOException {
    Path file = version(1).resolve("manifest.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
