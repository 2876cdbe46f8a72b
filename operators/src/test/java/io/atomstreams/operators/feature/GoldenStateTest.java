package io.atomstreams.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.Varint;
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

  private static List<GoldenStates.Golden> states(List<String> lines) {
    return lines.subList(1, lines.size()).stream().map(GoldenStates.Golden::parse).toList();
  }

  @Test
  void storedStatesAreReadAndGiveTheFeaturesTheyGaveThen() throws IOException {
    EntityStage stage = GoldenStates.stage();
    EntityLayout written = layout(lines());
    EntityPacker ours = new EntityPacker(stage.layout());
    for (GoldenStates.Golden golden : states(lines())) {
      byte[] bytes = HexFormat.of().parseHex(golden.hex());
      EntityState state = WindowOracleTest.read(ours, written, bytes);

      assertThat(GoldenStates.printed(stage.vector(state)))
          .as(golden.name())
          .isEqualTo(golden.vector());
      assertThat(WindowOracleTest.bytes(ours, state)).as(golden.name()).isEqualTo(bytes);
    }
  }

  /** As they lie in state: behind their length. */
  @Test
  void statesOfTheFirstVersionAreReadToo() throws IOException {
    List<String> first = Files.readAllLines(GoldenStates.FIRST_FILE);
    PackedEntityCodec codec = new PackedEntityCodec(new EntityLayouts(layout(first)));
    EntityStage stage = GoldenStates.stage();
    EntityPacker ours = new EntityPacker(stage.layout());
    for (GoldenStates.Golden golden : states(first)) {
      byte[] bytes = HexFormat.of().parseHex(golden.hex());
      BytesOutput out = new BytesOutput();
      Varint.writeUnsigned(out, bytes.length);
      out.write(bytes);
      PackedEntity packed = codec.read(new BytesInput().open(out.array(), 0, out.size()), 1);

      assertThat(GoldenStates.printed(stage.vector(ours.open(packed))))
          .as(golden.name())
          .isEqualTo(golden.vector());
    }
  }

  @Test
  void theGeneratorStillMakesTheFile() throws IOException {
    assertThat(GoldenStates.lines()).isEqualTo(lines());
  }
}
