package io.atomstreams.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.training.MlpTrainer.Options;
import io.atomstreams.model.training.MlpTrainer.Progress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MlpTrainerTest {

  private static final Options QUICK = new Options(List.of(), 0.05f, 0f, 32, 40, 40, 1);

  /** Positive where x is positive, with 400 rows of one feature. */
  private static TrainingSet separable() {
    float[] rows = new float[400];
    boolean[] labels = new boolean[400];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (i % 20) - 9.5f;
      labels[i] = rows[i] > 0;
    }
    return new TrainingSet(List.of("x"), rows, labels, new long[400]);
  }

  @Test
  void learnsALineWithoutHiddenLayers() {
    TrainingSet set = separable();

    TrainedNetwork network = new MlpTrainer(QUICK).train(set, set, Progress.SILENT);

    assertThat(network.layers()).hasSize(1);
    assertThat(Evaluation.of(network.predict(set), set.labels()).auc()).isEqualTo(1);
    assertThat(Evaluation.of(network.predict(set), set.labels()).logLoss()).isLessThan(0.1);
  }

  @Test
  void shrinksTheWeightsByL2() {
    TrainingSet set = separable();
    Options strong = new Options(List.of(), 0.05f, 0.1f, 32, 40, 40, 1);

    float free = new MlpTrainer(QUICK).train(set, set, Progress.SILENT).layers().get(0).kernel()[0];
    float held =
        new MlpTrainer(strong).train(set, set, Progress.SILENT).layers().get(0).kernel()[0];

    assertThat(held).isPositive().isLessThan(free / 2);
  }

  @Test
  void stopsWhenTheLaterPeriodHasNotImprovedForItsPatience() {
    TrainingSet set = separable();
    boolean[] opposite = set.labels();
    for (int i = 0; i < opposite.length; i++) {
      opposite[i] = !opposite[i];
    }
    TrainingSet later = new TrainingSet(List.of("x"), set.rows(), opposite, new long[400]);
    Options patient = new Options(List.of(), 0.05f, 0f, 32, 40, 3, 1);

    TrainedNetwork network = new MlpTrainer(patient).train(set, later, Progress.SILENT);

    assertThat(network.history()).hasSize(network.bestEpoch() + 3);
  }

  @Test
  void refusesRowsItCannotLearnFrom() {
    TrainingSet set = separable();
    boolean[] none = new boolean[400];
    TrainingSet oneClass = new TrainingSet(List.of("x"), set.rows(), none, new long[400]);
    TrainingSet other = new TrainingSet(List.of("y"), set.rows(), none, new long[400]);
    TrainingSet empty = set.subset(new int[0]);
    float[] infinite = set.rows();
    infinite[7] = Float.POSITIVE_INFINITY;
    TrainingSet broken = new TrainingSet(List.of("x"), infinite, set.labels(), new long[400]);
    MlpTrainer trainer = new MlpTrainer(QUICK);

    assertThatThrownBy(() -> trainer.train(oneClass, set, Progress.SILENT))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("0 of 400 training rows are positive");
    assertThatThrownBy(() -> trainer.train(set, other, Progress.SILENT))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("[x], the validation rows [y]");
    assertThatThrownBy(() -> trainer.train(set, empty, Progress.SILENT))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no validation rows");
    assertThatThrownBy(() -> trainer.train(broken, set, Progress.SILENT))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("x of row 7 is Infinity");
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThatThrownBy(() -> new Options(List.of(0), 0.01f, 0, 32, 1, 1, 1))
        .isInstanceOf(ModelException.class)
        .hasMessage("training: hidden is [0], it must be 1 or more each");
    assertThatThrownBy(() -> new Options(List.of(), 1f, 0, 32, 1, 1, 1))
        .hasMessageContaining("learningRate is 1.0");
    assertThatThrownBy(() -> new Options(List.of(), 0.1f, -1, 32, 1, 1, 1))
        .hasMessageContaining("l2 is -1.0");
    assertThatThrownBy(() -> new Options(List.of(), 0.1f, 0, 1, 1, 1, 1))
        .hasMessageContaining("batchSize is 1");
    assertThatThrownBy(() -> new Options(List.of(), 0.1f, 0, 2, 0, 1, 1))
        .hasMessageContaining("maxEpochs is 0");
    assertThatThrownBy(() -> new Options(List.of(), 0.1f, 0, 2, 1, 0, 1))
        .hasMessageContaining("patience is 0");
    assertThat(Options.defaults(3).logisticRegression().hidden()).isEmpty();
  }

  @Test
  void refusesATrainingSetWhoseLengthsDisagree() {
    assertThatThrownBy(
            () -> new TrainingSet(List.of("a", "b"), new float[3], new boolean[2], new long[2]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(
            "2 labels and 2 features need 4 values and 2 timestamps, not 3 and 2");
  }

  @Test
  void standardisesOnWhatThereIsAndLeavesAConstantColumnAlone() {
    float e1 = (float) (Math.E - 1);
    float[] rows = {e1, 5, Float.NaN, -e1, 5, Float.NaN, Float.NaN, 5, Float.NaN};
    TrainingSet set = new TrainingSet(List.of("a", "b", "c"), rows, new boolean[3], new long[3]);

    Standardisation measured = Standardisation.of(set);

    assertThat(measured.mean().get(0)).isCloseTo(0f, within(1e-6f));
    assertThat(measured.scale().get(0)).isCloseTo(1f, within(1e-6f));
    assertThat(measured.scale().subList(1, 3)).containsExactly(1f, 1f);
    assertThat(measured.standardise(e1, 0)).isCloseTo(1f, within(1e-6f));
    assertThat(measured.standardise(Float.NaN, 1)).isZero();
    assertThat(measured.standardise(5, 1)).isCloseTo(0f, within(1e-6f));
  }

  @Test
  void drawsEveryPermutationFromItsSeedAlone() {
    int[] order = new CounterRandom(1, 2).permutation(1000);

    assertThat(order).isEqualTo(new CounterRandom(1, 2).permutation(1000));
    assertThat(order).isNotEqualTo(new CounterRandom(2, 2).permutation(1000));
    assertThat(order).isNotEqualTo(new CounterRandom(1, 3).permutation(1000));
    Arrays.sort(order);
    for (int i = 0; i < order.length; i++) {
      assertThat(order[i]).isEqualTo(i);
    }
  }

  @Test
  void drawsEvenly() {
    CounterRandom random = new CounterRandom(1, 0);
    double sum = 0;
    int[] tenths = new int[10];
    for (int i = 0; i < 10_000; i++) {
      sum += random.uniform(i);
      tenths[random.below(i, 10)]++;
    }

    assertThat(sum / 10_000).isBetween(0.49, 0.51);
    assertThat(Arrays.stream(tenths)).allMatch(count -> count > 850 && count < 1150);
  }
}
