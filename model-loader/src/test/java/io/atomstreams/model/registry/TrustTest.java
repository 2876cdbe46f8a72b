package io.atomstreams.model.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {

  private static final ModelRef REF = new ModelRef("churn", 1);
  private static final SigningKey OURS = SigningKey.generate();
  private static final SigningKey THEIRS = SigningKey.generate();
  private static final TrustedKeys TRUSTED = TrustedKeys.of(OURS.publicKey());

  @TempDir Path temp;
  private Path artifacts;

  @BeforeEach
  void writeArtifacts() throws IOException {
    artifacts = Files.createDirectory(temp.resolve("artifacts"));
    Files.writeString(artifacts.resolve("weights.json"), "{}");
  }

  private ModelRegistry registry(Trust trust) {
    return new ModelRegistry(
        new DirectoryFiles(temp.resolve("registry")),
        new ArtifactCache(temp.resolve("cache"), Long.MAX_VALUE),
        trust,
        ArtifactLimits.DEFAULT);
  }

  private void register(Optional<SigningKey> key) {
    Golden golden = new Golden(0, List.of(new GoldenVector(List.of(1f), List.of(0.5f))));
    registry(Trust.ANYBODY)
        .register(Manifests.draft(REF, "linear", List.of("a"), golden), artifacts, key);
  }

  private Path version() {
    return temp.resolve("registry/models/churn/1");
  }

  @Test
  void opensWhatATrustedKeyHasSigned() {
    register(Optional.of(OURS));

    try (StoredModel opened = registry(Trust.required(TRUSTED)).open(REF)) {
      assertThat(opened.manifest().ref()).isEqualTo(REF);
    }
    assertThat(registry(Trust.ANYBODY).signer(REF)).contains(OURS.id());
  }

  @Test
  void refusesWhatNobodyHasSignedOnlyWhereASignatureIsRequired() {
    register(Optional.empty());

    registry(new Trust(Trust.Requirement.OPTIONAL, TRUSTED)).open(REF).close();
    assertThatThrownBy(() -> registry(Trust.required(TRUSTED)).open(REF))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "model churn@1 is not signed, and a signature is required; register it with --key");
  }

  @Test
  void refusesAnUnknownKeyOnlyWhereASignatureIsRequired() {
    register(Optional.of(THEIRS));

    registry(new Trust(Trust.Requirement.OPTIONAL, TRUSTED)).open(REF).close();
    assertThatThrownBy(() -> registry(Trust.required(TRUSTED)).open(REF))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("signed with key " + THEIRS.id() + ", which is not trusted")
        .hasMessageContaining(OURS.id());
  }

  @Test
  void refusesAManifestThatWasChangedAfterItWasSigned() throws IOException {
    register(Optional.of(OURS));
    Path signature = signature();
    String manifest = Files.readString(version().resolve("manifest.json"));
    String changed = manifest.replace("0.25", "0.75");
    assertThat(changed).isNotEqualTo(manifest);
    Files.writeString(version().resolve("manifest.json"), changed);
    // its name goes with the manifest's bytes; an attacker would rename it
    Path renamed =
        temp.resolve("registry")
            .resolve(VersionFiles.signature(REF, changed.getBytes(StandardCharsets.UTF_8)));
    Files.move(signature, renamed);

    for (Trust trust :
        List.of(Trust.required(TRUSTED), new Trust(Trust.Requirement.OPTIONAL, TRUSTED))) {
      assertThatThrownBy(() -> registry(trust).open(REF))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("the signature of key " + OURS.id() + " does not fit");
    }
  }

  @Test
  void aKeyThatIsNoLongerTrustedClosesWhatIsInTheCacheToo() {
    register(Optional.of(OURS));
    registry(Trust.required(TRUSTED)).open(REF).close();

    Trust others = Trust.required(TrustedKeys.of(THEIRS.publicKey()));

    assertThatThrownBy(() -> registry(others).open(REF))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("not trusted");
  }

  private Path signature() throws IOException {
    try (Stream<Path> files = Files.list(version())) {
      return files.filter(file -> file.toString().endsWith(".sig")).findFirst().orElseThrow();
    }
  }

  @Test
  void keepsAKeyPairInAFileForItsOwnerAndThePublicHalfBesideIt() throws IOException {
    Path file = temp.resolve("release");
    OURS.write(file);

    assertThat(SigningKey.read(file)).isEqualTo(OURS);
    assertThat(TrustedKeys.read(List.of(temp))).isEqualTo(TRUSTED);
    assertThat(TrustedKeys.read(List.of(temp.resolve("release.pub")))).isEqualTo(TRUSTED);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> THEIRS.write(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a key is never replaced");
    assertThat(Files.readString(temp.resolve("release.pub"))).doesNotContain("PRIVATE");
    assertThat(OURS.toString()).isEqualTo("signing key " + OURS.id());
  }

  @Test
  void refusesAKeyFileOfTwoHalvesThatDoNotFit() throws IOException {
    OURS.write(temp.resolve("ours"));
    THEIRS.write(temp.resolve("theirs"));
    String secret = Files.readString(temp.resolve("ours")).split("-----BEGIN PUBLIC", 2)[0];
    Files.writeString(temp.resolve("mixed"), secret + Files.readString(temp.resolve("theirs.pub")));

    assertThatThrownBy(() -> SigningKey.read(temp.resolve("mixed")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("halves of two different keys");
    assertThatThrownBy(() -> SigningKey.read(temp.resolve("absent")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("atom models keygen");
    assertThatThrownBy(() -> SigningKey.read(temp.resolve("ours.pub")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("PRIVATE KEY");
  }

  @Test
  void cannotRequireASignatureOfNobody() {
    assertThatThrownBy(() -> Trust.required(TrustedKeys.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no key is trusted");
    assertThatThrownBy(() -> TrustedKeys.read(List.of(temp)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no public key");
  }

  @Test
  void travelsWithAJob() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Trust.required(TRUSTED));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(Trust.required(TRUSTED));
    }
  }
}
