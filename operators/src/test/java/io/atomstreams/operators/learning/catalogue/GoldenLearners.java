package io.atomstreams.operators.learning.catalogue;

import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.CounterRandom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the states of learners whose bytes stay in the repository: each learner of the list, on
 * each schema with categories that it fits, after 0, 1 and 200 examples. {@link GoldenLearnersTest}
 * writes them when the system property {@code atom.golden.write} is set.
 */
final class GoldenLearners {

  static final Path FILE = Path.of("..", "testdata", "golden", "learners-v1.hex");
  static final long SEED = 20240104;
  private static final int[] COUNTS = {0, 1, 200};

  /**
   * One line of the file.
   *
   * @param classes of the target; 0 for a number
   */
  record Golden(String name, int classes, int count, int version, String hex) {

    String line() {
      return "%s %d %d %d %s".formatted(name, classes, count, version, hex);
    }

    static Golden parse(String line) {
      String[] parts = line.split(" ", -1);
      return new Golden(
          parts[0],
          Integer.parseInt(parts[1]),
          Integer.parseInt(parts[2]),
          Integer.parseInt(parts[3]),
          parts[4]);
    }
  }

  private GoldenLearners() {}

  static List<LearningStreams.Draft> drafts(int count) {
    CounterRandom random = new CounterRandom(SEED + count);
    return Stream.generate(() -> LearningStreams.meaningful(random)).limit(count).toList();
  }

  /** What the present release writes. */
  static List<Golden> all() {
    List<Golden> all = new ArrayList<>();
    for (Learners.Entry entry : Learners.ALL) {
      for (Schema schema : LearningStreams.schemas()) {
        if (entry.fits().test(schema) && !schema.attributes().get(4).isNumber()) {
          for (int count : COUNTS) {
            Trial<?> trial = Trial.of(entry, schema).learn(drafts(count));
            all.add(
                new Golden(
                    entry.name(),
                    schema.target().classes(),
                    count,
                    trial.learner.codec().version(),
                    HexFormat.of().formatHex(trial.bytes())));
          }
        }
      }
    }
    return all;
  }
}
