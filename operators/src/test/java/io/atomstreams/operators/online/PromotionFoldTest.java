package io.atomstreams.operators.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.evidence.BoundedLoss;
import io.atomstreams.operators.promotion.PairedEvidence;
import io.atomstreams.operators.promotion.PairedEvidenceCodec;
import io.atomstreams.operators.state.NestedState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionFoldTest {

  private static final PromotionFold FOLD =
      new PromotionFold(SampleExamples.SCORER, BoundedLoss.BRIER, 60_000);

  private static Standing after(Contest contest, List<Example> examples) {
    List<Standing> standings = new ArrayList<>();
    examples.forEach(example -> FOLD.add(contest, example, standings::add));
    FOLD.onTime(contest, FOLD.due(contest), standings::add);
    return standings.get(0);
  }

  private static PairedEvidence evidence(Standing standing) throws IOException {
    return NestedState.of(new PairedEvidenceCodec(), standing.challengers().get(0).evidence());
  }

  @Test
  void differencesAreThoseOfTheAnswersAsTheyAreKnown() throws IOException {
    List<Example> examples = SampleExamples.stream(500, 300, 4);
    Standing standing = after(new Contest(), examples);
    double sum = 0;
    long questions = 0;
    for (Example example : examples) {
      double champion = example.scores().get(0).probability() - example.target();
      double challenger = example.scores().get(1).probability() - example.target();
      sum += example.weight() * (champion * champion - challenger * challenger);
      questions += example.kind() == Example.Kind.FIRST ? 1 : 0;
    }

    assertThat(examples).anyMatch(example -> example.kind() == Example.Kind.CORRECTED);
    assertThat(standing.champion()).isEqualTo("churn@1");
    assertThat(standing.challengers()).extracting("model").containsExactly("churn@2");
    assertThat(evidence(standing).count()).isEqualTo(questions);
    assertThat(evidence(standing).mean()).isCloseTo(sum / questions, within(1e-9));
  }

  @Test
  void anotherChampionBeginsAnew() throws IOException {
    Contest contest = new Contest();
    List<Example> examples = SampleExamples.stream(100, 100, 5);
    examples.forEach(example -> FOLD.add(contest, example, standing -> {}));
    List<Example> after =
        SampleExamples.stream(30, 30, 6).stream()
            .filter(example -> example.kind() == Example.Kind.FIRST)
            .map(PromotionFoldTest::underAnotherChampion)
            .toList();
    Standing standing = after(contest, after);

    assertThat(standing.champion()).isEqualTo("churn@3");
    assertThat(evidence(standing).count()).isEqualTo(after.size());
  }

  @Test
  void whatComesLateAboutTheChampionBeforeIsPassedOver() throws IOException {
    Contest contest = new Contest();
    List<Example> before = SampleExamples.stream(20, 20, 5);
    before.forEach(example -> FOLD.add(contest, example, standing -> {}));
    List<Example> after =
        SampleExamples.stream(30, 30, 6).stream()
            .filter(example -> example.kind() == Example.Kind.FIRST)
            .map(PromotionFoldTest::underAnotherChampion)
            .toList();
    after.subList(0, 20).forEach(example -> FOLD.add(contest, example, standing -> {}));
    FOLD.add(contest, as(before.get(0), Example.Kind.RETRACTED, -1), standing -> {});
    FOLD.add(contest, as(before.get(0), Example.Kind.CORRECTED, 1), standing -> {});
    FOLD.add(contest, before.get(1), standing -> {});
    Standing standing = after(contest, after.subList(20, 30));

    assertThat(standing.champion()).isEqualTo("churn@3");
    assertThat(evidence(standing).count()).isEqualTo(30);
  }

  @Test
  void aPersonsWordThatIsTheFirstAnswerIsEvidence() throws IOException {
    List<Example> said =
        SampleExamples.stream(40, 40, 7).stream()
            .filter(example -> example.kind() == Example.Kind.FIRST)
            .map(example -> as(example, Example.Kind.FEEDBACK, 1))
            .toList();

    assertThat(evidence(after(new Contest(), said)).count()).isEqualTo(said.size());
  }

  @Test
  void howeverManyChallengersThereWereTheLatestIsHeard() {
    Contest contest = new Contest();
    for (int version = 10; version < 40; version++) {
      for (Example example : SampleExamples.stream(3, 3, version)) {
        FOLD.add(contest, challengedBy("churn@" + version, example), standing -> {});
      }
    }
    List<Standing> standings = new ArrayList<>();
    FOLD.onTime(contest, FOLD.due(contest), standings::add);

    assertThat(standings.get(0).challengers())
        .hasSize(16)
        .extracting("model")
        .contains("churn@39", "churn@24")
        .doesNotContain("churn@23");
  }

  private static Example challengedBy(String version, Example example) {
    return with(
        example,
        example.kind(),
        example.weight(),
        0,
        List.of(
            example.scores().get(0),
            new Example.Score("churn", version, Prediction.Role.SHADOW, 0.5f)));
  }

  private static Example as(Example example, Example.Kind kind, double weight) {
    return with(example, kind, weight, 0, example.scores());
  }

  private static Example underAnotherChampion(Example example) {
    return with(
        example,
        example.kind(),
        example.weight(),
        10_000_000,
        List.of(
            new Example.Score("churn", "churn@3", Prediction.Role.CHAMPION, 0.5f),
            example.scores().get(1)));
  }

  private static Example with(
      Example example, Example.Kind kind, double weight, long later, List<Example.Score> scores) {
    return new Example(
        example.id(),
        example.tenant(),
        example.entity(),
        example.label(),
        example.target(),
        weight,
        kind,
        example.asOf() + later,
        example.ts() + later,
        example.listHash(),
        example.vector(),
        scores,
        example.source(),
        example.readAtMicros());
  }
}
