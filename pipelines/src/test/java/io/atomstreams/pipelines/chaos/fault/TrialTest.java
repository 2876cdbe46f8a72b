package io.atomstreams.pipelines.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.operators.flink.LatestModel;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Abandonment;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial holds a job to what it promises, and leaves no version in service. */
class TrialTest {

  private static final String SCORER = "purchase_30d";
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir private Path directory;
  private ModelManifest champion;
  private ModelManifest bad;
  private AnsweringLog log;

  @BeforeEach
  void begin() {
    List<String> served =
        ScoringConfig.read(Path.of("..", "flink-conf", "pipelines", "scoring.yaml"))
            .features()
            .names();
    Delivery delivery = new Delivery(directory.resolve("models"), directory.resolve("models-kept"));
    champion =
        delivery.store(BadVersion.DAMAGED.parcel(new ModelRef("purchase_30d", 1), served, 0.5));
    bad = delivery.store(BadVersion.DAMAGED.parcel(new ModelRef("purchase_30d", 2), served, 0.6));
  }

  @Test
  void aJobThatRefusesSaysWhy() {
    try (Trial trial = trial(request -> refusedUnlessRetired(request, "has SHA-256 1"))) {
      assertThat(trial.refused()).isEqualTo("has SHA-256 1");
    }
    assertThat(timeline().stage(bad.ref())).isEqualTo(Stage.RETIRED);
  }

  private static List<RolloutEntry> refusedUnlessRetired(Request request, String why) {
    return request.move() == Move.RETIRE
        ? List.of(inForce(request))
        : List.of(new Abandonment(SCORER, request.number(), why, 0));
  }

  @Test
  void aJobThatTakesABadVersionBreaksItsPromise() {
    try (Trial trial = trial(request -> List.of(inForce(request)))) {
      assertThatThrownBy(trial::refused)
          .isInstanceOf(BrokenPromiseException.class)
          .hasMessage("purchase_30d@2 came into service");
    }
    assertThat(timeline().stage(bad.ref())).isEqualTo(Stage.RETIRED);
    assertThat(timeline().lineup().champion()).contains(champion.ref());
  }

  @Test
  void aJobThatDoesNotAnswerBreaksItsPromiseAndTheRequestIsTakenBack() {
    Trial trial = trial(request -> List.of());

    assertThatThrownBy(trial::shadow)
        .isInstanceOf(BrokenPromiseException.class)
        .hasMessageContaining("no answer within");
    assertThat(timeline().pending()).isEmpty();
    assertThatThrownBy(trial::close).isInstanceOf(BrokenPromiseException.class);
  }

  @Test
  void aGuardrailMustSendACanaryBackForTheRightReason() {
    Function<Request, List<RolloutEntry>> guarded =
        request -> {
          Request back = rollback(request.number() + 1, "guardrail: share of failed rows is 1");
          return request.move() == Move.CANARY
              ? List.of(inForce(request), back, inForce(back))
              : List.of(inForce(request));
        };
    try (Trial trial = trial(guarded)) {
      trial.shadow();
      trial.canary();
      // it is over already: what counts is what the log says
      assertThat(trial.sentBack("share of failed rows")).contains("is 1");
      assertThatThrownBy(() -> trial.sentBack("time per row"))
          .isInstanceOf(BrokenPromiseException.class)
          .hasMessageContaining("must be for its time per row");
    }
  }

  @Test
  void aJobThatKeepsACanaryThatIsToGoBreaksItsPromise() {
    try (Trial trial = trial(request -> List.of(inForce(request)))) {
      trial.shadow();
      trial.canary();
      assertThatThrownBy(() -> trial.sentBack("share of failed rows"))
          .isInstanceOf(BrokenPromiseException.class)
          .hasMessageContaining("was not sent back by a guardrail");
    }
    assertThat(timeline().lineup().canary()).isEmpty();
  }

  private Request rollback(int number, String why) {
    return new Request(
        SCORER,
        number,
        "guardrail-0-" + number,
        Move.ROLLBACK,
        bad.ref(),
        bad.digest(),
        null,
        "guardrail",
        why,
        0);
  }

  private static Activation inForce(Request request) {
    return new Activation(SCORER, request.number(), request.number(), List.of(), 0);
  }

  private Trial trial(Function<Request, List<RolloutEntry>> job) {
    log = new AnsweringLog(LatestModel.first(SCORER, champion.ref(), champion, "test"), job);
    return new Trial(SCORER, log, bad, Clock.systemUTC(), SHORT);
  }

  private Timeline timeline() {
    Timeline timeline = Timeline.empty(SCORER);
    for (RolloutEntry entry : log.entries()) {
      timeline = timeline.with(entry);
    }
    return timeline;
  }
}
