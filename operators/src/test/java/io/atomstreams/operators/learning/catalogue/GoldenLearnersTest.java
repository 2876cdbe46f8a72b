package io.atomstreams.operators.learning.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.catalogue.GoldenLearners.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a release has learned is read by every later one. */
class GoldenLearnersTest {

  private static List<Golden> stored() throws IOException {
    if (Boolean.getBoolean("atom.golden.write")) {
      List<String> lines = GoldenLearners.all().stream().map(Golden::line).toList();
      Files.writeString(GoldenLearners.FILE, String.join("\n", lines) + "\n");
    }
    return Files.readAllLines(GoldenLearners.FILE).stream().map(Golden::parse).toList();
  }

  @Test
  void storedStatesAreReadAndPredictWhatTheyPredictedThen() throws IOException {
    for (Golden golden : stored()) {
      Schema schema = LearningStreams.mixed(new Target(golden.classes()));
      Trial<?> empty = Trial.of(Learners.parse(golden.name(), schema));
      Trial<?> read = empty.read(HexFormat.of().parseHex(golden.hex()), golden.version());
      Trial<?> learned =
          Trial.of(Learners.parse(golden.name(), schema))
              .learn(GoldenLearners.drafts(golden.count()));
      for (LearningStreams.Draft draft : GoldenLearners.drafts(20)) {
        assertThat(read.predict(draft.row()))
            .as("%s after %d", golden.name(), golden.count())
            .isEqualTo(learned.predict(draft.row()));
      }
    }
  }

  /** Every learner of the list has its lines; more are from earlier versions. */
  @Test
  void theGeneratorStillMakesTheFile() throws IOException {
    assertThat(stored()).containsAll(GoldenLearners.all());
  }
}
