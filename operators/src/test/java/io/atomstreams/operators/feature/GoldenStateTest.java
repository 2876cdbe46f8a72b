package io.atomstreams.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** State that the first release wrote is read by every later one. */
class GoldenStateTest {

  private static List<String> lines() throws IOException {
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.createDirectories(GoldenStates.FILE.getParent());
      Files.writeString(GoldenStates.FILE, String.join("\n", GoldenStates.lines()) + "\n");
    }
    return Files.readAllLines(GoldenStates.FILE);
  }

  private static EntityLayout layout(List<String> lines) {
    String stored = lines.get(0).substring("layout ".length()).replace(";", "\n");
    return EntityLayout.parse(stored);
  }

  @Test
  void storedStatesAreReadAndGiveTheFeaturesTheyGaveThen() throws IOException {
    EntityStage stage = GoldenStates.stage();
    EntityLayout written = layout(lines());
    EntityPacker ours = new EntityPacker(stage.layout());
    for (String line : lines().subList(1, lines().size())) {
      GoldenStates.Golden golden = GoldenStates.Golden.parse(line);
      byte[] bytes = HexFormat.of().parseHex(golden.hex());
      EntityState state = WindowOracleTest.read(ours, written, bytes);

      assertThat(GoldenStates.printed(stage.vector(state)))
          .as(golden.name())
          .isEqualTo(golden.vector());
      assertThat(WindowOracleTest.bytes(ours, state)).as(golden.name()).isEqualTo(bytes);
    }
  }

  @Test
  void theGeneratorStillMakesTheFile() throws IOException {
    assertThat(GoldenStates.lines()).isEqualTo(lines());
  }
}
