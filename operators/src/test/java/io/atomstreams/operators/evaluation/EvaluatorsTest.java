package io.atomstreams.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Known answers, refusals, and the bytes of each state. */
class EvaluatorsTest {

  private static final Path FILE = Path.of("..", "testdata", "golden", "evaluation-v1.hex");

  private static <S> EvaluationReport report(Evaluator<S> evaluator, List<Outcome> outcomes) {
    S state = evaluator.codec().create();
    outcomes.forEach(outcome -> evaluator.add(state, outcome));
    return evaluator.report(state);
  }

  /** Fawcett, An introduction to ROC analysis (2006), the 20 instances of figure 3. */
  @Test
  void theAreaOfFawcettsExampleIs068() {
    double[] scores = {
      .9, .8, .7, .6, .55, .54, .53, .52, .51, .505, .4, .39, .38, .37, .36, .35, .34, .33, .30, .1
    };
    String truths = "ppnpppnnpnpnpnnnpnpn";
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      outcomes.add(Outcome.binary(scores[i], truths.charAt(i) == 'p'));
    }

    EvaluationReport report = report(Evaluators.parse("binary:threshold=0.54"), outcomes);

    assertThat(report.value("auc")).isEqualTo(0.68);
    assertThat(report.value("accuracy")).isEqualTo(0.7);
  }

  /** Cohen's own kind of table: 20 both yes, 5 and 10 apart, 15 both no: kappa 0.4. */
  @Test
  void kappaOfTheTextbookTableIs04() {
    List<Outcome> outcomes = new ArrayList<>();
    int[] times = {20, 5, 10, 15};
    for (int cell = 0; cell < 4; cell++) {
      for (int i = 0; i < times[cell]; i++) {
        outcomes.add(Outcome.binary(cell < 2 ? 0.9 : 0.1, cell % 2 == 0));
      }
    }

    assertThat(report(Evaluators.parse("binary"), outcomes).value("kappa"))
        .isCloseTo(0.4, within(1e-15));
    assertThat(report(Evaluators.parse("classes:classes=2"), outcomes).value("kappa"))
        .isCloseTo(0.4, within(1e-15));
  }

  /** Predictions 2.5, 0, 2, 8 of 3, -0.5, 2, 7: the figures scikit-learn's documentation gives. */
  @Test
  void figuresOfNumbersAreTheDocumentedOnes() {
    double[] truths = {3, -0.5, 2, 7};
    double[] saids = {2.5, 0.0, 2, 8};
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < truths.length; i++) {
      outcomes.add(
          Outcome.of(new double[] {saids[i]}, truths[i])
              .after(i == 0 ? Double.NaN : truths[i - 1]));
    }

    EvaluationReport report = report(Evaluators.parse("number"), outcomes);

    assertThat(report.value("mae")).isEqualTo(0.5);
    assertThat(report.value("rmse")).isCloseTo(Math.sqrt(0.375), within(1e-15));
    assertThat(report.value("r2")).isCloseTo(0.9486081370449679, within(1e-15));
    assertThat(report.value("maeOfNoChange")).isCloseTo(11.0 / 3, within(1e-15));
    assertThat(report.value("mase")).isCloseTo(1.5 / 11, within(1e-15));
  }

  /** With targets far from 0 the textbook formula has no digit left. */
  @Test
  void theSpreadOfTargetsSurvivesALargeMean() {
    Random random = new Random(4);
    List<Outcome> near = new ArrayList<>();
    List<Outcome> far = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      double y = random.nextInt(1_000);
      near.add(Outcome.of(new double[] {y + i % 3}, y));
      far.add(Outcome.of(new double[] {1e12 + y + i % 3}, 1e12 + y));
    }

    assertThat(report(new NumberEvaluator(), far).value("r2"))
        .isEqualTo(report(new NumberEvaluator(), near).value("r2"));
  }

  @Test
  void infiniteIntervalsAreCountedApart() {
    List<Outcome> outcomes =
        List.of(
            Outcome.of(new double[] {1}, 1).within(0, 2),
            Outcome.of(new double[] {1}, 9).within(0, 4),
            Outcome.of(new double[] {1}, 9)
                .within(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
            Outcome.of(new double[] {1}, 9));

    EvaluationReport report = report(new NumberEvaluator(), outcomes);

    assertThat(report.value("coverage")).isEqualTo(2.0 / 3);
    assertThat(report.value("meanWidth")).isEqualTo(3);
    assertThat(report.value("unbounded")).isEqualTo(1.0 / 3);
  }

  @Test
  void aReportIsJson() {
    EvaluationReport report =
        new EvaluationReport.Builder().lower("mae", 0.5).fact("a\"b", Double.NaN).of("number", 2);

    assertThat(report.json())
        .isEqualTo(
            "{\"evaluator\":\"number\",\"weight\":2.0,\"metrics\":{\"mae\":0.5,\"a\\\"b\":null}}");
    assertThatThrownBy(() -> report.value("rmse"))
        .hasMessage("number has no figure 'rmse'; it has [mae, a\"b]");
  }

  @Test
  void whatIsNoOutcomeIsRefusedAndLeavesNoTrace() throws IOException {
    Evaluator<BinaryEvaluator.State> binary =
        new BinaryEvaluator(new BinaryEvaluator.Options(List.of(0.5), 15, 10));
    BinaryEvaluator.State state = binary.codec().create();
    byte[] before = EvaluatorOracleTest.bytes(binary.codec(), state);

    assertThatThrownBy(() -> binary.add(state, Outcome.binary(1.5, true)))
        .hasMessage("a prediction says 1.5 of class 1, must be a probability in [0, 1]");
    assertThatThrownBy(() -> binary.add(state, Outcome.binary(0.5, true).weighing(Double.NaN)))
        .hasMessageStartingWith("an outcome's weight is NaN, must be at least 2^-20");
    assertThatThrownBy(() -> binary.add(state, Outcome.binary(0.5, true).after(3)))
        .hasMessage("a previous target is 3.0, must be a class, 0 to 1");
    assertThatThrownBy(
            () -> new NumberEvaluator().add(new Tally(5, 9), Outcome.of(new double[1], 1e200)))
        .hasMessage("a target is 1.0E200, must be a number between -1e150 and 1e150");
    assertThat(EvaluatorOracleTest.bytes(binary.codec(), state)).isEqualTo(before);
  }

  @Test
  void anUnknownEvaluatorIsAnsweredWithTheNames() {
    assertThatThrownBy(() -> Evaluators.parse("regression"))
        .hasMessage("there is no evaluator 'regression'; there are [binary, classes, number]");
    assertThatThrownBy(() -> Evaluators.parse("binary:bins=1"))
        .hasMessage("binary: option bins is 1, must be 2 to 100");
  }

  @Test
  void weightsCountAsSoManyOutcomes() {
    Random random = new Random(9);
    List<Outcome> often = new ArrayList<>();
    List<Outcome> weighed = new ArrayList<>();
    for (Outcome outcome : EvaluatorOracleTest.binary(random, 50)) {
      int times = 1 << random.nextInt(3);
      weighed.add(outcome.weighing(times));
      for (int i = 0; i < times; i++) {
        often.add(outcome);
      }
    }

    assertThat(report(Evaluators.parse("binary"), weighed))
        .isEqualTo(report(Evaluators.parse("binary"), often));
  }

  @Test
  void bytesOfEachEvaluatorStayAsTheyWere() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int size : new int[] {0, 1, 40}) {
      Random random = new Random(size);
      lines.add(golden("binary:exactScores=20", EvaluatorOracleTest.binary(random, size)));
      lines.add(golden("classes:classes=4", EvaluatorOracleTest.classes(random, size)));
      lines.add(golden("number", EvaluatorOracleTest.numbers(random, size)));
    }
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(FILE, String.join("\n", lines) + "\n");
    }
    assertThat(lines).isEqualTo(Files.readAllLines(FILE));
  }

  private static String golden(String text, List<Outcome> outcomes) throws IOException {
    return golden(text, Evaluators.parse(text), outcomes);
  }

  private static <S> String golden(String text, Evaluator<S> evaluator, List<Outcome> outcomes)
      throws IOException {
    Prequential<S> windows =
        new Prequential<>(evaluator, new Prequential.Options(Prequential.By.TIME, 10, 2));
    Prequential.State<S> state = windows.codec().create();
    for (int i = 0; i < outcomes.size(); i++) {
      List<Prequential.Window> unused = windows.add(state, outcomes.get(i), i);
    }
    byte[] bytes = EvaluatorOracleTest.bytes(windows.codec(), state);
    Prequential.State<S> again = EvaluatorOracleTest.throughBytes(windows.codec(), state);
    assertThat(windows.report(again)).isEqualTo(windows.report(state));
    assertThat(windows.open(again)).isEqualTo(windows.open(state));
    return text + " " + outcomes.size() + " " + HexFormat.of().formatHex(bytes);
  }
}
