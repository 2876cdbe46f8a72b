package io.atomstreams.pipelines.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.state.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

  private static final int ROWS = 1500;
  private static final Evaluation.Plan PLAIN = new Evaluation.Plan(0, null, false, 0, 0, 1);

  @TempDir Path directory;
  private CsvTable table;

  /** Yes above a half, with one label in ten wrong. */
  @BeforeEach
  void write() throws IOException {
    CounterRandom random = new CounterRandom(3);
    StringBuilder text = new StringBuilder("x,colour,y\n");
    for (int i = 0; i < ROWS; i++) {
      double x = random.nextDouble();
      boolean yes = (x > 0.5) != (random.nextInt(10) == 0);
      text.append(x).append(random.nextInt(2) == 0 ? ",red," : ",blue,").append(yes).append('\n');
    }
    Path file = Files.writeString(directory.resolve("a.csv"), text);
    table = CsvTable.read(file, new CsvTable.Reading("y", Set.of(), Set.of(), null, 100));
  }

  private Evaluation evaluation(Evaluation.Plan plan) {
    AtomicLong nanos = new AtomicLong();
    return new Evaluation(table, plan, () -> nanos.addAndGet(1_000_000_000));
  }

  @Test
  void runsEveryLearnerThatFits() {
    Evaluation evaluation = evaluation(PLAIN);
    assertThat(evaluation.fitting()).contains("sam-knn", "dynamic-logistic", "adaptive");
    Result result = evaluation.run("adaptive");

    assertThat(result.scores().of("accuracy")).isBetween(0.83, 0.93);
    assertThat(result.scores().of("auc")).isBetween(0.8, 0.97);
    assertThat(result.noChange().of("accuracy")).isBetween(0.4, 0.6);
    assertThat(result.memoryBytes()).isPositive();
    // the clock is looked at before and after each of two blocks, one second apart
    assertThat(result.eventsPerCpuSecond()).isEqualTo(ROWS / 2.0);
    assertThat(evaluation.run("adaptive").scores()).isEqualTo(result.scores());
  }

  @Test
  void lateLabelsAndPreviousLabelsChangeWhatIsKnown() {
    Result late =
        evaluation(new Evaluation.Plan(1000, null, false, 0, 0, 1)).run("dynamic-logistic");
    Result now = evaluation(PLAIN).run("dynamic-logistic");
    assertThat(late.scores().of("accuracy")).isLessThan(now.scores().of("accuracy"));

    Evaluation previous = evaluation(new Evaluation.Plan(0, null, false, 2, 0, 1));
    assertThat(previous.schema().width()).isEqualTo(4);
    assertThat(previous.schema().attributes().get(3).name()).isEqualTo("previous_label_2");
    assertThat(previous.schema().attributes().get(3).levels()).isEqualTo(2);
  }

  @Test
  void foldsShareTheRowsBetweenThem() {
    Result folds = evaluation(new Evaluation.Plan(0, null, false, 0, 5, 7)).run("sam-knn");

    assertThat(folds.scores().of("accuracy")).isBetween(0.8, 0.92);
    assertThat(folds.deviation().of("accuracy")).isBetween(0.001, 0.06);
    Result others = evaluation(new Evaluation.Plan(0, null, false, 0, 5, 8)).run("sam-knn");
    assertThat(others.scores()).isNotEqualTo(folds.scores());
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertThatThrownBy(() -> new Evaluation.Plan(-1, null, false, 0, 0, 1))
        .hasMessage("--delay is -1, must be 0 or more");
    assertThatThrownBy(() -> new Evaluation.Plan(0, null, false, 0, 1, 1))
        .hasMessage("--folds is 1, must be 2 or more");
    assertThatThrownBy(() -> new Evaluation.Plan(0, null, true, 0, 0, 1))
        .hasMessageContaining("name a --detector");
    assertThatThrownBy(() -> evaluation(new Evaluation.Plan(0, "nobody", false, 0, 0, 1)))
        .hasMessageContaining("there is no detector 'nobody'");
  }
}
