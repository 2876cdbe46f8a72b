package io.atomstreams.operators.learning.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of learners in the README says what the list says. */
class LearnerTableTest {

  private static final Path README = Path.of("README.md");

  /** The columns that follow from the list; what a learner costs stands behind them. */
  private static <S> String row(Learners.Entry entry, Trial<S> trial) {
    boolean merges = trial.merged(trial) != null;
    String engine =
        trial
            .learner
            .publish(trial.state)
            .map(LearnedModel::engine)
            .map("`%s`"::formatted)
            .orElse("");
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            entry.name(), entry.summary(), yes(trial.learner.retracts()), yes(merges), engine);
  }

  private static String yes(boolean so) {
    return so ? "yes" : "";
  }

  @Test
  void everyLearnerHasItsRow() throws IOException {
    List<String> lines = Files.readAllLines(README);
    for (Learners.Entry entry : Learners.ALL) {
      Schema schema =
          LearningStreams.schemas().stream().filter(entry.fits()).findFirst().orElseThrow();
      String row = row(entry, Trial.of(entry, schema)).replace("  ", " ");
      assertThat(lines).as("a line that begins with: %s", row).anyMatch(l -> l.startsWith(row));
    }
  }
}
