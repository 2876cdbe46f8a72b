package io.atomstreams.operators.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySourceTest {

  private static final KeySource VARIABLE = new KeySource(KeySource.Place.ENV, "ATOM_PRIVACY_KEY");

  @TempDir Path directory;

  private KeySource file(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("key"), text);
    return new KeySource(KeySource.Place.FILE, file.toString());
  }

  @Test
  void readsTheSameKeyFromAFileAndFromAVariable() throws IOException {
    long check = VARIABLE.read(Map.of("ATOM_PRIVACY_KEY", Keys.TEXT)).check();
    assertThat(check).isEqualTo(Keys.one().check()).isNotEqualTo(Keys.another().check());
    assertThat(file(Keys.TEXT + "\r\n").read(Map.of()).check()).isEqualTo(check);
  }

  @Test
  void aMissingKeySaysWhereItWasLookedForAndTheWayOut() {
    assertThatThrownBy(() -> VARIABLE.read(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("environment variable ATOM_PRIVACY_KEY is not set")
        .hasMessageContaining("openssl rand");
    String nowhere = directory.resolve("none").toString();
    assertThatThrownBy(() -> new KeySource(KeySource.Place.FILE, nowhere).read(Map.of()))
        .hasMessageContaining("file " + nowhere + " cannot be read (NoSuchFileException)");
  }

  @Test
  void aShortKeyIsRefusedAndNotShown() throws IOException {
    KeySource source = file("too-short\n");
    assertThatThrownBy(() -> source.read(Map.of()))
        .hasMessageContaining("holds a key of 9 bytes, must be at least 32")
        .hasMessageNotContaining("too-short");
  }
}
