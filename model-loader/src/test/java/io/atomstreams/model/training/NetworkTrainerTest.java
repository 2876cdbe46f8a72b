package io.atomstreams.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.Architecture;
import io.atomstreams.model.network.Architectures;
import io.atomstreams.model.network.ClassesObjective;
import io.atomstreams.model.network.ForecastObjective;
import io.atomstreams.model.network.ForecastObjective.Cost;
import io.atomstreams.model.network.MlpArchitecture;
import io.atomstreams.model.network.Preparation;
import io.atomstreams.model.network.QuantilesObjective;
import io.atomstreams.model.network.SampleNetworks;
import io.atomstreams.model.network.TextCnnArchitecture;
import io.atomstreams.model.training.TrainedNetwork.Epoch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;

class NetworkTrainerTest {

  private static final TrainingOptions OPTIONS =
      new TrainingOptions(5e-3f, 1e-5f, 5, 32, 12, 12, 1);
  private static final int ROWS = 600;

  @TempDir Path directory;

  static List<Architectures.Entry> architectures() {
    return Architectures.all();
  }

  /**
   * Two classes that only the whole row tells apart: whether the first half of it is larger than
   * the second; for words, whether word 7 is followed by word 8 somewhere.
   */
  private static Examples examples(TensorSpec input, long seed) {
    int width = input.width();
    float[] rows = new float[ROWS * width];
    int[] labels = new int[ROWS];
    CounterRandom random = new CounterRandom(seed, 50);
    for (int row = 0; row < ROWS; row++) {
      labels[row] = random.uniform((long) row * 100) < 0.5 ? 1 : 0;
      for (int i = 0; i < width; i++) {
        double x = random.uniform((long) row * 100 + 1 + i);
        boolean raised = (i < width / 2) == (labels[row] == 1);
        rows[row * width + i] =
            input.type() == ElementType.FLOAT32
                ? (float) (x + (raised ? 0.5 : 0))
                : (float) (2 + Math.floor(5 * x));
      }
      if (input.type() != ElementType.FLOAT32) {
        int place = random.below((long) row * 100 + 60, width - 1);
        rows[row * width + place] = labels[row] == 1 ? 7 : 8;
        rows[row * width + place + 1] = labels[row] == 1 ? 8 : 7;
      }
    }
    List<String> names = IntStream.range(0, width).mapToObj(i -> "f" + i).toList();
    return Examples.ofClasses(names, rows, 2, labels, new long[ROWS]);
  }

  private static Trained train(Architectures.Entry entry, TrainingProgress progress) {
    TensorSpec input = SampleNetworks.input(entry);
    Architecture architecture =
        entry.name().equals("text_cnn")
            ? TextCnnArchitecture.small(input, 12, 2)
            : entry.small().of(input, 2);
    return new NetworkTrainer(OPTIONS)
        .train(
            architecture,
            new ClassesObjective(2, 1),
            Preparation.NONE,
            examples(input, 1),
            examples(input, 2),
            progress);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void learnsWhatIsThereWithEveryArchitecture(Architectures.Entry entry) {
    List<Epoch> heard = new ArrayList<>();

    Trained trained = train(entry, heard::add);

    assertThat(heard).isEqualTo(trained.history());
    double best = trained.history().get(trained.bestEpoch() - 1).validationLoss();
    assertThat(best).isLessThan(0.3 * Math.log(2));
    assertThat(trained.history()).allMatch(epoch -> epoch.validationLoss() >= best);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void exportsTheSameBytesWithTheSameSeed(Architectures.Entry entry) throws Exception {
    train(entry, epoch -> {}).exportSavedModel(directory.resolve("a"));
    train(entry, epoch -> {}).exportSavedModel(directory.resolve("b"));

    assertThat(directory.resolve("a").toFile().list()).containsExactly("saved_model.pb");
    assertThat(Files.mismatch(file("a"), file("b"))).isEqualTo(-1);
  }

  private Path file(String export) {
    return directory.resolve(export).resolve("saved_model.pb");
  }

  @Test
  void learnsTheMedianOrTheMeanAsItIsAsked() {
    // nine rows of 0 and one of 10, again and again: median 0, mean 1, 0.95-quantile 10
    float[] targets = new float[500];
    for (int i = 0; i < targets.length; i += 10) {
      targets[i] = 10;
    }
    Examples set =
        new Examples(List.of("one"), constant(1, 500), 1, targets, new long[targets.length]);
    TrainingOptions options = new TrainingOptions(0.02f, 0, 5, 50, 300, 300, 1);
    NetworkTrainer trainer = new NetworkTrainer(options);
    TensorSpec input = TensorSpec.floatRows("features", 1);
    MlpArchitecture line = new MlpArchitecture(input, List.of(), 1);

    double[] mean =
        forecast(
            trainer.train(
                line, new ForecastObjective(1, Cost.SQUARED), Preparation.NONE, set, set, e -> {}));
    double[] median =
        forecast(
            trainer.train(
                line,
                new ForecastObjective(1, Cost.ABSOLUTE),
                Preparation.NONE,
                set,
                set,
                e -> {}));
    QuantilesObjective quantiles = new QuantilesObjective(1, List.of(0.5, 0.95));
    Trained both =
        trainer.train(
            new MlpArchitecture(input, List.of(), 2),
            quantiles,
            Preparation.NONE,
            set,
            set,
            e -> {});

    assertThat(mean[0]).isCloseTo(1, within(0.05));
    assertThat(median[0]).isCloseTo(0, within(0.1));
    Map<String, double[]> results = SampleNetworks.inJava(both.network(), new float[] {1}, 1);
    assertThat(results.get("quantiles")[0]).isCloseTo(0, within(0.2));
    assertThat(results.get("quantiles")[1]).isGreaterThan(3);
    assertThat(results.get("forecast")[0]).isEqualTo(results.get("quantiles")[0]);
  }

  private static double[] forecast(Trained trained) {
    return SampleNetworks.inJava(trained.network(), new float[] {1}, 1).get("forecast");
  }

  private static float[] constant(float value, int count) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void shortensALongGradientAndNoOther() {
    Examples set = new Examples(List.of("x"), constant(1, 64), 1, constant(1e6f, 64), new long[64]);
    MlpArchitecture line = new MlpArchitecture(TensorSpec.floatRows("features", 1), List.of(), 1);
    ForecastObjective squared = new ForecastObjective(1, Cost.SQUARED);

    double far = afterTwoSteps(line, squared, set, 1e-9f);
    double unclipped = afterTwoSteps(line, squared, set, Float.MAX_VALUE);
    double wide = afterTwoSteps(line, squared, set, 1e30f);

    // Adam divides by the gradient's own size: what is below its epsilon hardly moves
    assertThat(Math.abs(far)).isLessThan(0.01);
    assertThat(unclipped).isGreaterThan(0.15);
    assertThat(wide).isEqualTo(unclipped);
  }

  private static double afterTwoSteps(
      MlpArchitecture line, ForecastObjective objective, Examples set, float clipNorm) {
    TrainingOptions options = new TrainingOptions(0.1f, 0, clipNorm, 32, 1, 1, 1);
    Trained trained =
        new NetworkTrainer(options).train(line, objective, Preparation.NONE, set, set, e -> {});
    return trained.network().weights().values("dense_0/bias")[0];
  }

  @Test
  void endsWhenItIsToldToAndKeepsWhatItHas() {
    TrainingProgress impatient =
        new TrainingProgress() {
          private int steps;

          @Override
          public void finished(Epoch epoch) {}

          @Override
          public void learned(int epoch, int rows, int of) {
            steps++;
            assertThat(rows).isLessThanOrEqualTo(of);
          }

          @Override
          public boolean goesOn() {
            return steps < 25;
          }
        };

    Trained trained = train(Architectures.byName("mlp"), impatient);

    // 19 steps an epoch: the second one is cut short after 6
    assertThat(trained.history()).hasSize(2);
    assertThat(trained.bestEpoch()).isBetween(1, 2);
  }

  @Test
  void holdsTheNormOfWhatMayNotGrow() {
    TensorSpec input = SampleNetworks.input(Architectures.byName("text_cnn"));
    TextCnnArchitecture fast = TextCnnArchitecture.small(input, 12, 2);
    TrainingOptions greedy = new TrainingOptions(0.5f, 0, 5, 32, 3, 3, 1);

    Trained trained =
        new NetworkTrainer(greedy)
            .train(
                fast,
                new ClassesObjective(2, 1),
                Preparation.NONE,
                examples(input, 1),
                examples(input, 2),
                e -> {});

    float[] kernel = trained.network().weights().values("output/kernel");
    for (int column = 0; column < 2; column++) {
      double squares = 0;
      for (int row = 0; row < kernel.length / 2; row++) {
        squares += kernel[row * 2 + column] * kernel[row * 2 + column];
      }
      assertThat(Math.sqrt(squares)).isBetween(2.5, 3 + 1e-4);
    }
  }

  @Test
  void dropsTheShareThatIsAskedForAndRaisesTheRest() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      DropoutOperations operations = new DropoutOperations(tf, name -> null);
      operations.dropout(tf.constant(new float[2][100]).asOutput(), 100, 0.25);
      float[] mask = operations.drawMask(0, 1000, new CounterRandom(1, 0), 0);
      int dropped = 0;
      for (float value : mask) {
        assertThat(value).isIn(0f, (float) (1 / 0.75));
        dropped += value == 0 ? 1 : 0;
      }
      assertThat(dropped / (double) mask.length).isCloseTo(0.25, within(0.01));
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    TensorSpec input = TensorSpec.floatRows("features", 1);
    MlpArchitecture line = new MlpArchitecture(input, List.of(), 1);
    Examples set = new Examples(List.of("x"), new float[2], 2, new float[4], new long[2]);
    NetworkTrainer trainer = new NetworkTrainer(OPTIONS);

    assertThatThrownBy(
            () ->
                trainer.train(
                    line,
                    new ForecastObjective(1, Cost.HUBER),
                    Preparation.NONE,
                    set,
                    set,
                    e -> {}))
        .isInstanceOf(ModelException.class)
        .hasMessage("training: the objective learns 1 numbers a row, the rows have 2 and 2");
    assertThatThrownBy(
            () ->
                trainer.train(
                    line,
                    new ForecastObjective(2, Cost.HUBER),
                    Preparation.NONE,
                    set,
                    set,
                    e -> {}))
        .hasMessageContaining("gives 1 numbers a row, the objective needs 2");
    assertThatThrownBy(
            () -> new Examples(List.of("x"), new float[1], 1, new float[] {Float.NaN}, new long[1]))
        .hasMessageContaining("target 0 of row 0 is NaN");
    assertThatThrownBy(() -> Architectures.byName("lsmt"))
        .hasMessage("lsmt is no architecture; did you mean lstm?");
    assertThatThrownBy(() -> Architectures.byName("lstm").small().of(input, 1))
        .hasMessageContaining("must be a sequence [-1, steps, width]");
  }
}
