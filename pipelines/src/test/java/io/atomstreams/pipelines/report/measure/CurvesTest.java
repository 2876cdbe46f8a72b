package io.atomstreams.pipelines.report.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Against the slow obvious way to compute each. */
class CurvesTest {

  /** A probability and its answer. */
  record Answer(float said, boolean yes) {}

  @Provide
  Arbitrary<List<Answer>> answers() {
    Arbitrary<Float> coarse = Arbitraries.integers().between(0, 20).map(i -> i / 20f);
    Arbitrary<Float> fine = Arbitraries.floats().between(0, 1);
    return Combinators.combine(Arbitraries.oneOf(coarse, fine), Arbitraries.of(true, false))
        .as(Answer::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(80)
        .filter(all -> all.stream().anyMatch(Answer::yes) && !all.stream().allMatch(Answer::yes));
  }

  private static ScoreTable table(List<Answer> answers) {
    ScoreTable table = new ScoreTable();
    answers.forEach(answer -> table.add(answer.said, answer.yes, 1));
    return table;
  }

  @Property(tries = 300)
  void theAreaIsTheShareOfPairsInOrder(@ForAll("answers") List<Answer> answers) {
    double won = 0;
    double pairs = 0;
    for (Answer yes : answers) {
      for (Answer no : answers) {
        if (yes.yes && !no.yes) {
          pairs++;
          won += yes.said > no.said ? 1 : yes.said == no.said ? 0.5 : 0;
        }
      }
    }

    ScoreTable table = table(answers);
    assertThat(new Curves(table).area()).isCloseTo(won / pairs, within(1e-12));
    assertThat(table.figures().value("auc")).isCloseTo(won / pairs, within(1e-12));
  }

  @Property(tries = 300)
  void theAreaLiesUnderTheCurve(@ForAll("answers") List<Answer> answers) {
    Curves curves = new Curves(table(answers));
    double area = 0;
    Curves.Place last = new Curves.Place(0, 0);
    for (Curves.Place place : curves.roc(0)) {
      area += (place.across() - last.across()) * (place.up() + last.up()) / 2;
      last = place;
    }

    assertThat(last).isEqualTo(new Curves.Place(1, 1));
    assertThat(area).isCloseTo(curves.area(), within(1e-9));
  }

  @Property(tries = 300)
  void averagePrecisionStepsDownTheThresholds(@ForAll("answers") List<Answer> answers) {
    double sum = 0;
    double before = 0;
    for (float threshold :
        answers.stream().map(Answer::said).distinct().sorted(Comparator.reverseOrder()).toList()) {
      double yes = answers.stream().filter(a -> a.said >= threshold && a.yes).count();
      double all = answers.stream().filter(a -> a.said >= threshold).count();
      double recall = yes / answers.stream().filter(Answer::yes).count();
      sum += (recall - before) * (yes / all);
      before = recall;
    }

    assertThat(new Curves(table(answers)).averagePrecision()).isCloseTo(sum, within(1e-9));
  }

  @Property(tries = 100)
  void whatIsTakenBackLeavesNoTraceAndOrderDoesNotMatter(
      @ForAll("answers") List<Answer> answers, @ForAll Random order) {
    ScoreTable table = table(answers);
    List<Answer> more = new ArrayList<>(answers);
    Collections.shuffle(more, order);
    ScoreTable other = new ScoreTable();
    more.forEach(answer -> other.add(answer.said, !answer.yes, 1));
    more.forEach(answer -> other.add(answer.said, answer.yes, 1));
    more.forEach(answer -> other.add(answer.said, !answer.yes, -1));

    assertThat(other.figures()).isEqualTo(table.figures());
    assertThat(new Curves(other).calibration()).isEqualTo(new Curves(table).calibration());
  }

  @Test
  void manyProbabilitiesAreRoundedWithinTheErrorThatIsTold() {
    Random random = new Random(5);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      float said = random.nextFloat();
      answers.add(new Answer(said, random.nextFloat() < said));
    }
    ScoreTable table = table(answers);
    answers.sort(Comparator.comparingDouble(Answer::said));
    double won = 0;
    double noes = 0;
    for (Answer answer : answers) {
      won += answer.yes ? noes : 0;
      noes += answer.yes ? 0 : 1;
    }
    double area = won / (noes * (answers.size() - noes));

    Curves curves = new Curves(table);
    assertThat(table.isExact()).isFalse();
    assertThat(table.rows().size()).isLessThanOrEqualTo(ScoreTable.MOST);
    assertThat(curves.areaOfTies()).isBetween(1e-6, 1e-3);
    assertThat(curves.area()).isCloseTo(area, within(curves.areaOfTies()));
    assertThat(curves.calibration()).hasSize(10);
    assertThat(curves.calibration().stream().filter(t -> t.sure().holds(t.said())).count())
        .isGreaterThanOrEqualTo(8);
  }

  @Test
  void aThresholdDividesTheAnswers() {
    ScoreTable table =
        table(
            List.of(
                new Answer(0.9f, true),
                new Answer(0.5f, false),
                new Answer(0.4f, true),
                new Answer(0.1f, false)));

    ScoreTable.Confusion at = table.at(0.5);

    assertThat(at).isEqualTo(new ScoreTable.Confusion(0.5, 1, 1, 1, 1));
    assertThat(at.precision()).isEqualTo(0.5);
    assertThat(at.recall()).isEqualTo(0.5);
  }

  @Test
  void whatIsNoProbabilityIsPassedOver() {
    ScoreTable table = new ScoreTable();
    table.add(Float.NaN, true, 1);
    table.add(1.5f, true, 1);

    assertThat(table.yeses() + table.noes()).isZero();
    assertThat(new Curves(table).roc(0)).isEmpty();
    assertThat(new Curves(table).precisionRecall(0)).isEmpty();
  }
}
