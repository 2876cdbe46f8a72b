package io.atomstreams.pipelines.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.online.Standing;
import io.atomstreams.operators.promotion.PairedEvidence;
import io.atomstreams.operators.promotion.PairedEvidenceCodec;
import io.atomstreams.operators.promotion.PromotionPolicy;
import io.atomstreams.operators.promotion.Proposal;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.state.NestedState;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions before a scorer: into the shadow where there is room, and on by evidence. */
class ChallengeTest {

  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(5), ZoneOffset.UTC);
  private static final String DIGEST = "d".repeat(64);

  private final ListedLog log = new ListedLog();
  private final Challenge challenge = new Challenge("churn", log, CLOCK);

  private static ModelRef version(int number) {
    return new ModelRef("churn_ftrl", number);
  }

  private Challenge.Outcome with(int number) {
    return challenge.with(version(number), DIGEST, "learner churn_ftrl");
  }

  private Timeline timeline() {
    Timeline timeline = Timeline.empty("churn");
    for (var entry : log.entries()) {
      timeline = timeline.with(entry);
    }
    return timeline;
  }

  /** The scoring job agrees to what is under way. */
  private void activate(long effectiveFrom) {
    int number = timeline().pending().orElseThrow().request().number();
    log.add(new Activation("churn", number, effectiveFrom, List.of(), 5));
  }

  @Test
  void theFirstVersionServesAndTheNextGoesIntoTheShadowAndStaysThere() {
    assertThat(with(1)).isEqualTo(Challenge.Outcome.CHAMPION);
    assertThat(timeline().lineup().champion()).contains(version(1));

    assertThat(with(2)).isEqualTo(Challenge.Outcome.SHADOW);
    assertThat(with(3)).describedAs("another is under way").isEqualTo(Challenge.Outcome.NO_ROOM);
    activate(100);
    assertThat(with(4)).describedAs("the shadow is taken").isEqualTo(Challenge.Outcome.NO_ROOM);

    assertThat(timeline().lineup().shadow()).contains(version(2));
    assertThat(timeline().stage(version(4))).isEqualTo(Stage.VERIFIED);
  }

  @Test
  void theSameVersionAgainChangesNothing() {
    with(1);
    with(2);
    activate(100);
    int entries = log.entries().size();

    assertThat(with(1)).isEqualTo(Challenge.Outcome.KNOWN);
    assertThat(with(2)).isEqualTo(Challenge.Outcome.KNOWN);
    assertThat(log.entries()).hasSize(entries);
  }

  private static Standing standing(int champion, double difference, int labels) throws IOException {
    PairedEvidenceCodec codec = new PairedEvidenceCodec();
    PairedEvidence evidence = codec.create();
    for (int i = 0; i < labels; i++) {
      evidence.add(difference + (i % 2 == 0 ? 0.01 : -0.01));
    }
    return new Standing(
        "churn",
        version(champion).toString(),
        1_000,
        List.of(
            new Standing.Challenger(version(2).toString(), NestedState.bytes(codec, evidence))));
  }

  @Test
  void evidenceMovesAChallengerOnAndSaysWhy() throws IOException {
    with(1);
    with(2);
    activate(100);
    Arbiter arbiter = new Arbiter(log, new PromotionPolicy(PromotionPolicy.Options.DEFAULT), CLOCK);

    assertThat(arbiter.decide(standing(1, 0.2, 100))).describedAs("too few answers").isEmpty();
    assertThat(arbiter.decide(standing(7, 0.2, 3000))).describedAs("another champion").isEmpty();
    Proposal better = arbiter.decide(standing(1, 0.2, 3000)).orElseThrow();

    assertThat(better.move()).isEqualTo(Move.CANARY);
    assertThat(timeline().pending().orElseThrow().request().by()).isEqualTo(Proposal.BY);
    assertThat(timeline().pending().orElseThrow().request().reason())
        .contains("challenger better on 3000 labels");
    assertThat(arbiter.decide(standing(1, 0.2, 4000))).describedAs("it is under way").isEmpty();
  }

  @Test
  void aChallengerThatIsWorseLeavesAndMakesRoom() throws IOException {
    with(1);
    with(2);
    activate(100);
    Arbiter arbiter = new Arbiter(log, new PromotionPolicy(PromotionPolicy.Options.DEFAULT), CLOCK);

    assertThat(arbiter.decide(standing(1, -0.2, 3000)).orElseThrow().move()).isEqualTo(Move.RETIRE);
    activate(200);

    assertThat(timeline().stage(version(2))).isEqualTo(Stage.RETIRED);
    assertThat(with(5)).isEqualTo(Challenge.Outcome.SHADOW);
  }
}
