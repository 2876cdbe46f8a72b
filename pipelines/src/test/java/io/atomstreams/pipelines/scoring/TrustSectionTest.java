package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.registry.SigningKey;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.model.registry.Trust.Requirement;
import io.atomstreams.model.registry.TrustedKeys;
import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.config.YamlDocument;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustSectionTest {

  @TempDir private Path temp;

  private static Trust read(String yaml) {
    return YamlDocument.parse("scoring.yaml", "scorer:\n" + yaml)
        .as(root -> TrustSection.read(root.section("scorer")));
  }

  @Test
  void trustsAnybodyUnlessToldOtherwise() {
    assertThat(read("  trustedKeys: []\n")).isEqualTo(Trust.ANYBODY);
  }

  @Test
  void readsTheKeysOfADirectoryOrOfFiles() {
    SigningKey key = SigningKey.generate();
    key.write(temp.resolve("release"));
    TrustedKeys expected = TrustedKeys.of(key.publicKey());

    assertThat(read("  trustedKeys: [%s]\n  requireSignature: true\n".formatted(temp)))
        .isEqualTo(Trust.required(expected));
    assertThat(read("  trustedKeys: [%s/release.pub]\n".formatted(temp)))
        .isEqualTo(new Trust(Requirement.OPTIONAL, expected));
  }

  @Test
  void namesKeysThatCannotBeReadAndARequirementThatNobodyCouldMeet() {
    assertThatThrownBy(() -> read("  requireSignature: true\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("scorer.requireSignature is true and no key is trusted");
    assertThatThrownBy(() -> read("  trustedKeys: [%s/none.pub]\n".formatted(temp)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("scorer.trustedKeys cannot be used")
        .hasMessageContaining("none.pub");
  }
}
