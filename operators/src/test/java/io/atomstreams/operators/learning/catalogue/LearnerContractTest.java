package io.atomstreams.operators.learning.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.catalogue.LearningStreams.Draft;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every learner of the list must keep, on every schema that it fits. */
class LearnerContractTest {

  private static final double[] EXTREMES = {
    Double.NaN, 0, 1e300, -1e300, Double.POSITIVE_INFINITY, Double.MIN_VALUE
  };

  /** Learners whose states are sums: what is taken back leaves no more than rounding. */
  private static final List<String> EXACT = List.of("naive-bayes", "rls");

  private static final double[] NONE = filled(Double.NaN);

  /** Engines that take a category's value for missing where it is no level; others want a NaN. */
  private static final Set<String> KNOW_LEVELS = Set.of("linear");

  @TempDir Path directory;

  static Stream<Arguments> all() {
    return Learners.ALL.stream()
        .flatMap(
            entry ->
                LearningStreams.schemas().stream()
                    .filter(entry.fits())
                    .map(schema -> Arguments.of(entry.name(), schema)));
  }

  private static void forAll(Consumer<Learner<?>> test) {
    all()
        .map(Arguments::get)
        .forEach(pair -> test.accept(Learners.parse((String) pair[0], (Schema) pair[1])));
  }

  private static List<Draft> drafts(long seed, int count) {
    CounterRandom random = new CounterRandom(seed);
    return Stream.generate(() -> LearningStreams.wild(random)).limit(count).toList();
  }

  private static List<Draft> meaningful(long seed, int count) {
    CounterRandom random = new CounterRandom(seed);
    return Stream.generate(() -> LearningStreams.meaningful(random)).limit(count).toList();
  }

  @Provide
  Arbitrary<List<Draft>> streams() {
    return Arbitraries.longs()
        .flatMap(seed -> Arbitraries.integers().between(0, 60).map(count -> drafts(seed, count)));
  }

  @Property(tries = 25)
  void learnsTheSameBitsWhetherItWasStoredInBetweenOrNot(
      @ForAll("streams") List<Draft> first, @ForAll("streams") List<Draft> second) {
    forAll(
        learner -> {
          byte[] straight = Trial.of(learner).learn(first).learn(second).bytes();

          assertThat(Trial.of(learner).learn(first).restored().learn(second).bytes())
              .as("%s", learner)
              .isEqualTo(straight);
        });
  }

  @Property(tries = 15)
  void takesBackTheSameBitsWhetherItWasStoredInBetweenOrNot(
      @ForAll("streams") List<Draft> drafts, @ForAll @IntRange(min = 0, max = 20) int back) {
    forAll(
        learner -> {
          if (learner.retracts()) {
            Trial<?> kept = Trial.of(learner).learn(drafts);
            Trial<?> stored = kept.restored();
            for (Draft draft : drafts.subList(0, Math.min(back, drafts.size()))) {
              kept.learn(draft, -1);
              stored.learn(draft, -1);
            }
            assertThat(stored.bytes()).as("%s", learner).isEqualTo(kept.bytes());
            assertThatPredictionsAreSound(kept);
          }
        });
  }

  @Property(tries = 15)
  void predictingLeavesWhatWasLearnedAlone(@ForAll("streams") List<Draft> drafts) {
    forAll(
        learner -> {
          Trial<?> trial = Trial.of(learner).learn(drafts);
          byte[] before = trial.bytes();
          Trial<?> asked = trial.copy();
          drafts.forEach(draft -> asked.predict(draft.row()));

          assertThat(asked.bytes()).as("%s", learner).isEqualTo(before);
          assertThat(asked.learn(drafts).bytes()).isEqualTo(trial.learn(drafts).bytes());
        });
  }

  @Property(tries = 15)
  void aCopySharesNothing(@ForAll("streams") List<Draft> drafts) {
    forAll(
        learner -> {
          Trial<?> trial = Trial.of(learner).learn(drafts);
          byte[] before = trial.bytes();
          Trial<?> copy = trial.copy();
          assertThat(copy.bytes()).as("%s", learner).isEqualTo(before);
          copy.learn(drafts);

          assertThat(trial.bytes()).as("%s", learner).isEqualTo(before);
        });
  }

  @Property(tries = 15)
  void answersWithSoundPredictionsWhateverItHasLearned(@ForAll("streams") List<Draft> drafts) {
    forAll(
        learner -> {
          Trial<?> trial = Trial.of(learner).learn(drafts);
          assertThatPredictionsAreSound(trial);
          drafts.forEach(draft -> requireSound(trial, draft.row()));
          published(trial);
        });
  }

  private static void assertThatPredictionsAreSound(Trial<?> trial) {
    for (double value : EXTREMES) {
      requireSound(trial, filled(value));
    }
  }

  private static double[] filled(double value) {
    double[] row = new double[LearningStreams.WIDTH];
    Arrays.fill(row, value);
    return row;
  }

  private static void requireSound(Trial<?> trial, double[] row) {
    double[] out = trial.predict(row);
    assertThat(out)
        .as("%s of %s", trial.learner, Arrays.toString(row))
        .doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    if (!trial.schema().target().isNumber()) {
      for (double probability : out) {
        assertThat(probability)
            .as("%s of %s", trial.learner, Arrays.toString(row))
            .isBetween(0.0, 1.0);
      }
      assertThat(Arrays.stream(out).sum()).isCloseTo(1, within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void answersBeforeTheFirstExample(String name, Schema schema) {
    assertThatPredictionsAreSound(Trial.of(Learners.parse(name, schema)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void bearsColumnsWithoutVarietyAndRowsWithoutValues(String name, Schema schema) {
    for (double value : EXTREMES) {
      Trial<?> trial = Trial.of(Learners.parse(name, schema));
      double[] row = filled(value);
      for (int i = 0; i < 300; i++) {
        trial.learn(new Draft(row, (i % 10) / 10.0), 1);
      }
      assertThatPredictionsAreSound(trial);
    }
  }

  /** A baseline, which looks at no row, learns the base rate instead. */
  @ParameterizedTest
  @MethodSource("all")
  void learnsWhatIsEasy(String name, Schema schema) {
    Trial<?> trial = Trial.of(Learners.parse(name, schema)).learn(meaningful(1, 4000));
    List<Draft> fresh = meaningful(2, 1000);
    Target target = schema.target();
    double[] base = new double[target.outputs()];
    for (Draft draft : fresh) {
      double y = LearningStreams.target(schema, draft);
      base[target.isNumber() ? 0 : (int) y] += (target.isNumber() ? y : 1) / fresh.size();
    }
    double loss = 0;
    double ofBase = 0;
    for (Draft draft : fresh) {
      double y = LearningStreams.target(schema, draft);
      loss += loss(target, trial.predict(draft.row()), y);
      ofBase += loss(target, base, y);
    }
    if (trial.learner.looksAtRows()) {
      assertThat(loss).isLessThan(0.85 * ofBase);
    } else {
      assertThat(loss).isBetween(ofBase, 1.01 * ofBase);
      assertThat(fresh).allMatch(d -> Arrays.equals(trial.predict(d.row()), trial.predict(NONE)));
    }
  }

  /** Brier's score, or the squared error. */
  private static double loss(Target target, double[] out, double y) {
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
      double error = out[i] - (target.isNumber() ? y : i == (int) y ? 1 : 0);
      sum += error * error;
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("all")
  void bringsPredictionsBackWithWhatItTakesBack(String name, Schema schema) {
    Trial<?> trial = Trial.of(Learners.parse(name, schema)).learn(meaningful(3, 400));
    if (!trial.learner.retracts()) {
      return;
    }
    List<Draft> probes = meaningful(4, 20);
    for (Draft draft : meaningful(5, 20)) {
      List<double[]> before = probes.stream().map(p -> trial.predict(p.row())).toList();
      double moved = distance(before, trial.learn(draft, 1), probes);
      double left = distance(before, trial.learn(draft, -1), probes);
      double share = EXACT.contains(name) ? 1e-6 : 0.25;
      assertThat(left).isLessThanOrEqualTo(share * moved + 1e-9);
    }
  }

  private static double distance(List<double[]> before, Trial<?> trial, List<Draft> probes) {
    double most = 0;
    for (int i = 0; i < probes.size(); i++) {
      double[] out = trial.predict(probes.get(i).row());
      for (int k = 0; k < out.length; k++) {
        most = Math.max(most, Math.abs(out[k] - before.get(i)[k]));
      }
    }
    return most;
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesWhatALaterReleaseWrote(String name, Schema schema) {
    Trial<?> trial = Trial.of(Learners.parse(name, schema)).learn(meaningful(6, 10));
    int later = trial.learner.codec().version() + 1;

    assertThatThrownBy(() -> trial.read(trial.bytes(), later))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(trial.learner.codec().id())
        .hasMessageContaining("version " + later);
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesOptionsItDoesNotKnowOrCannotUse(String name, Schema schema) {
    assertThatThrownBy(() -> Learners.parse(name + ":alhpa=1", schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("alhpa");
    for (String option : optionsOf(name, schema)) {
      assertThatThrownBy(() -> Learners.parse(name + ":" + option + "=NaN", schema))
          .as("option %s", option)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("option " + option);
    }
  }

  private static List<String> optionsOf(String name, Schema schema) {
    Options options = Options.of(name, Map.of());
    Learners.ALL.stream()
        .filter(entry -> entry.name().equals(name))
        .forEach(entry -> entry.with(schema, options));
    return List.copyOf(options.known());
  }

  @ParameterizedTest
  @MethodSource("all")
  void saysHowMuchMemoryItTakes(String name, Schema schema) {
    Trial<?> trial = Trial.of(Learners.parse(name, schema)).learn(drafts(7, 500));

    assertThat(trial.memoryBytes()).isBetween(trial.bytes().length / 4L + 1, 64L << 20);
  }

  @ParameterizedTest
  @MethodSource("all")
  void travelsAsSettingsOnly(String name, Schema schema) throws Exception {
    Learner<?> learner = Learners.parse(name, schema);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(learner);
    }
    Learner<?> arrived;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      arrived = (Learner<?>) in.readObject();
    }
    List<Draft> drafts = drafts(8, 60);

    assertThat(Trial.of(arrived).learn(drafts).bytes())
        .isEqualTo(Trial.of(learner).learn(drafts).bytes());
  }

  @ParameterizedTest
  @MethodSource("all")
  void mergesWithoutTouchingTheParts(String name, Schema schema) {
    Trial<?> one = Trial.of(Learners.parse(name, schema)).learn(meaningful(9, 600));
    Trial<?> other = Trial.of(Learners.parse(name, schema)).learn(meaningful(10, 600));
    byte[] before = one.bytes();
    Trial<?> merged = one.merged(other);
    if (merged == null) {
      return;
    }
    assertThatPredictionsAreSound(merged);
    byte[] both = merged.bytes();
    merged.learn(drafts(11, 20));
    assertThat(one.bytes()).isEqualTo(before);
    assertThat(one.merged(other).bytes()).isEqualTo(both);
    assertThatItLiesBetween(one, other, one.merged(other));
  }

  /** Not further from both than they are from one another. */
  private static void assertThatItLiesBetween(Trial<?> one, Trial<?> other, Trial<?> merged) {
    List<Draft> probes = meaningful(12, 50);
    List<double[]> ofOne = probes.stream().map(p -> one.predict(p.row())).toList();
    List<double[]> ofBoth = probes.stream().map(p -> merged.predict(p.row())).toList();
    double apart = distance(ofOne, other, probes);
    assertThat(distance(ofBoth, one, probes)).isLessThanOrEqualTo(1.5 * apart + 1e-9);
    assertThat(distance(ofBoth, other, probes)).isLessThanOrEqualTo(1.5 * apart + 1e-9);
  }

  /** As it predicts, or as it says that what it publishes does ({@code predictAsPublished}). */
  @ParameterizedTest
  @MethodSource("all")
  void whatItPublishesScoresAsItPredicts(String name, Schema schema) throws IOException {
    for (int count : new int[] {0, 1, 500}) {
      Trial<?> trial = Trial.of(Learners.parse(name, schema)).learn(meaningful(13, count));
      Optional<LearnedModel> learned = published(trial);
      if (learned.isPresent()) {
        requireParity(trial, learned.get(), directory.resolve(name + count));
      }
    }
  }

  private static <S> Optional<LearnedModel> published(Trial<S> trial) {
    return trial.learner.publish(trial.state);
  }

  private static void requireParity(Trial<?> trial, LearnedModel learned, Path files)
      throws IOException {
    for (Map.Entry<String, byte[]> file : learned.files().entrySet()) {
      Path path = files.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    List<String> names = trial.schema().attributes().stream().map(a -> a.name()).toList();
    assertThat(learned.signature().features()).isEqualTo(names);
    List<double[]> rows = new ArrayList<>();
    meaningful(14, 100).forEach(draft -> rows.add(draft.row()));
    drafts(15, 200).forEach(draft -> rows.add(draft.row()));
    try (Model model =
        Engines.byName(learned.engine())
            .open(new ModelRef("learned", 1), learned.signature(), files)) {
      boolean knowsLevels = KNOW_LEVELS.contains(learned.engine());
      rows.stream()
          .map(row -> knowsLevels ? row : withLevelsOnly(trial.schema(), row))
          .forEach(row -> requireParity(trial, model, asServed(row)));
    }
  }

  private static double[] withLevelsOnly(Schema schema, double[] row) {
    double[] levels = row.clone();
    for (int i = 0; i < row.length; i++) {
      int most = schema.attributes().get(i).levels();
      boolean isLevel = row[i] >= 0 && row[i] < most && row[i] == Math.rint(row[i]);
      levels[i] = most == 0 || isLevel ? row[i] : Double.NaN;
    }
    return levels;
  }

  /** What a row is after it was served: floats. */
  private static double[] asServed(double[] row) {
    return Arrays.stream(row).map(x -> (float) x).toArray();
  }

  private static void requireParity(Trial<?> trial, Model model, double[] row) {
    float[] served = new float[row.length];
    IntStream.range(0, row.length).forEach(i -> served[i] = (float) row[i]);
    float[] scores = new float[model.signature().outputWidth()];
    model.score(served, 1, scores);
    double[] out = trial.predictAsPublished(row);
    int classes = trial.schema().target().classes();
    for (int i = 0; i < scores.length; i++) {
      double predicted = out[scores.length == 1 && classes == 2 ? 1 : i];
      assertThat((double) scores[i])
          .as("%s of %s", trial.learner, Arrays.toString(row))
          .isCloseTo(predicted, within(1e-6 * Math.max(1, Math.abs(predicted))));
    }
    assertThat(scores.length).isEqualTo(classes == 2 && scores.length == 1 ? 1 : out.length);
  }
}
