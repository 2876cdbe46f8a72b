package io.atomstreams.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files are refused with a reason, or, where a number has become another, opened. */
class DamagedArtifactsTest {

  private static final ModelRef REF = new ModelRef("damaged", 1);
  private static final byte[] SUBSTITUTES = {0, -1, '{', '"', '9', '-'};

  @TempDir Path artifacts;

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(artifacts)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private boolean opens(ModelEngine engine, EngineSample sample) {
    try {
      Model model = engine.open(REF, sample.signature(), artifacts);
      model.close();
      return true;
    } catch (ModelException refused) {
      assertThat(refused).hasMessageContaining("damaged@1");
      return false;
    }
  }

  /** Every place of a short file, every seventeenth of a long one. */
  private static int step(int length) {
    return length < 200 ? 1 : 17;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "flinkml", "ensemble"})
  void refusesEveryTruncatedFile(String name) throws IOException {
    ModelEngine engine = Engines.byName(name);
    EngineSample sample = EngineFixtures.of(name).write(2, 5, artifacts);
    for (Path file : files()) {
      byte[] whole = Files.readAllBytes(file);
      int end = whole[whole.length - 1] == '\n' ? whole.length - 1 : whole.length;
      for (int length = 0; length < end; length += step(end)) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> engine.open(REF, sample.signature(), artifacts))
            .as("%s, %d of %d bytes", file, length, whole.length)
            .isInstanceOf(ModelException.class)
            .hasMessageContaining("damaged@1");
      }
      Files.write(file, whole);
    }
    assertThat(opens(engine, sample)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "flinkml", "ensemble"})
  void neverFailsOtherwiseWhateverByteIsChanged(String name) throws IOException {
    ModelEngine engine = Engines.byName(name);
    EngineSample sample = EngineFixtures.of(name).write(2, 5, artifacts);
    int refused = 0;
    for (Path file : files()) {
      byte[] whole = Files.readAllBytes(file);
      for (int at = 0; at < whole.length; at += step(whole.length)) {
        byte[] changed = whole.clone();
        changed[at] = SUBSTITUTES[at % SUBSTITUTES.length];
        Files.write(file, changed);
        refused += opens(engine, sample) ? 0 : 1;
      }
      Files.write(file, whole);
    }
    assertThat(refused).isGreaterThan(40);
  }
}
