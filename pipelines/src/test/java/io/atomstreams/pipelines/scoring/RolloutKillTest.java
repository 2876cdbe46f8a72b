package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.operators.rollout.Lineup;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.scoring.Guardrails;
import io.atomstreams.operators.scoring.ServingOptions;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.replay.Replay;
import io.atomstreams.pipelines.replay.ReplayOrder;
import io.atomstreams.pipelines.replay.ReplayReport;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.rollout.ModelRollout;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models change while events flow and task managers are killed: a shadow, a canary that is
 * promoted, one that is put in its place at once and taken back again. Nothing is lost, each event
 * is scored by the version that the finished log says, and a replay gives the same bytes. At the
 * size of the bar: {@code -Datom.rollout.events=300000}.
 */
@Timeout(900)
class RolloutKillTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final double CUSTOMERS_PER_EVENT = 0.15;
  private static final double PER_SECOND = 2_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Ramp RAMP = new Ramp(List.of(25, 50, 100), Duration.ofHours(6).toMillis());
  private static final Map<String, String> SETTINGS =
      Map.of(
          "execution.checkpointing.interval", "1s",
          "execution.checkpointing.min-pause", "100ms",
          "restart-strategy.exponential-delay.max-backoff", "500ms");

  private final int events = Integer.getInteger("atom.rollout.events", 24_000);
  private final int parallelism = Integer.getInteger("atom.rollout.parallelism", 2);

  @TempDir Path directory;
  private TestInstallation installation;
  private ScoringConfig config;
  private OutcomeCount live;
  private PacedFeed feed;
  private int taskManager;

  @Test
  void noEventIsLostOrScoredByTwoMindsAndAReplayGivesTheSame() throws Exception {
    config = config();
    ModelRef first = new ModelRef(config.scorer().model(), 1);
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("parallelism.default", Integer.toString(parallelism));
    RecordedRun run;
    List<RolloutEntry> entries;
    try (TestInstallation started = TestInstallation.start(directory, settings)) {
      installation = started;
      JobID job = installation.startJob(config);
      ModelRef second = LinearModelFile.saveVersion(config, directory, 2);
      ModelRef third = LinearModelFile.saveVersion(config, directory, 3);
      try (OutcomeCount seen = new OutcomeCount(installation, IsolationLevel.READ_UNCOMMITTED);
          OutcomeCount settled = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED);
          ModelRollout rollout = new ModelRollout(config.scorer().id(), log(), Clock.systemUTC())) {
        live = seen;
        feed = new PacedFeed(stream(), events, PER_SECOND, installation.client());
        Thread feeding = new Thread(feed, "feed");
        feeding.start();
        note(rollout, second, third);

        reach(0.1);
        happens(rollout, Move.SHADOW, second, null);
        reach(0.2);
        kill();
        happens(rollout, Move.CANARY, second, RAMP);
        // committed: what is only scored is taken back by the kill, and the canary's time with it
        PacedFeed.await(settled::accounted, (long) (0.4 * events), feed::check);
        happensUnderAKill(rollout, Move.PROMOTE, second);
        reach(0.55);
        happens(rollout, Move.SHADOW, third, null);
        reach(0.65);
        happens(rollout, Move.PROMOTE, third, null);
        reach(0.8);
        happens(rollout, Move.ROLLBACK, third, null);
        kill();
        assertThat(rollout.timeline().lineup().champion()).contains(second);
        assertThat(rollout.timeline().stage(first)).isEqualTo(Stage.VERIFIED);

        PacedFeed.await(settled::accounted, events, feed::check);
        feeding.join();
      }
      installation.stop(job);
      run = installation.read();
      entries = new KafkaModelLog(installation.client(), "").read();
      System.out.printf(
          "%s%n%d records were written and taken back, %d entries in the log of models%n",
          RunCheck.accounting(run, ""), run.takenBack(), entries.size());
      assertThat(RunCheck.problems(run, config, ModelLog.recorded(entries))).isEmpty();
      assertThat(RunCheck.accounting(run, "").in()).isEqualTo(events);
      assertThat(mixed(run, timeline(entries))).isZero();
      replays(1);
      replays(2);
    }
  }

  private void note(ModelRollout rollout, ModelRef... models) {
    ModelRegistry registry = ModelStores.open(config.scorer().serving());
    for (ModelRef model : models) {
      rollout.note(model, registry.manifest(model).digest(), Stage.VERIFIED, "test");
    }
  }

  private ModelLog log() {
    return new KafkaModelLog(installation.client(), "");
  }

  private void reach(double share) {
    PacedFeed.await(live::accounted, (long) (share * events), feed::check);
  }

  private void kill() {
    installation.flink().killTaskManager(taskManager);
    taskManager = installation.flink().startTaskManager();
  }

  private static void happens(ModelRollout rollout, Move move, ModelRef model, Ramp ramp) {
    int number = rollout.request(move, model, ramp, "test", "").request().number();
    decided(rollout, number);
  }

  private void happensUnderAKill(ModelRollout rollout, Move move, ModelRef model) {
    int number = rollout.request(move, model, null, "test", "").request().number();
    kill();
    decided(rollout, number);
  }

  private static void decided(ModelRollout rollout, int number) {
    Timeline.Transition decided = rollout.await(number, PATIENCE).orElseThrow();
    System.out.println(decided.activation().orElseThrow());
  }

  private static Timeline timeline(List<RolloutEntry> entries) {
    Timeline timeline = Timeline.empty("purchase_30d");
    for (RolloutEntry entry : entries) {
      timeline = timeline.with(entry);
    }
    return timeline;
  }

  /** Predictions of another version than the line-up of their time asks for. */
  private static long mixed(RecordedRun run, Timeline timeline) {
    Set<String> versions = new TreeSet<>();
    long mixed =
        run.committed().stream()
            .filter(record -> record.topic().equals(Topic.PREDICTIONS.baseName()))
            .map(record -> PredictionJson.read(record.value(), 0))
            .filter(
                prediction -> {
                  versions.add(prediction.role().word() + " " + prediction.modelVersion());
                  return !isOfItsLineup(prediction, timeline.lineupAt(prediction.ts()));
                })
            .count();
    assertThat(versions)
        .contains(
            "champion purchase_30d@1",
            "canary purchase_30d@2",
            "champion purchase_30d@2",
            "champion purchase_30d@3");
    return mixed;
  }

  private static boolean isOfItsLineup(Prediction prediction, Lineup lineup) {
    return lineup
        .primary(prediction.entity(), prediction.ts())
        .map(ModelRef::toString)
        .equals(Optional.of(prediction.modelVersion()));
  }

  private void replays(int subtasks) {
    ReplayReport report =
        Replay.run(
            new Replay.Options(
                ScoringConfigTest.SHIPPED.getParent().getParent(),
                config,
                installation.client(),
                ReplayOrder.RECORDED,
                Optional.empty(),
                Optional.empty(),
                subtasks,
                Optional.empty()),
            news -> {});
    assertThat(report.comparison().orElseThrow().first()).isEmpty();
    assertThat(report.comparison().orElseThrow().isSame()).isTrue();
    assertThat(report.comparison().orElseThrow().otherModels()).isZero();
    assertThat(report.inputs()).isEqualTo(events);
  }

  /** Under a clock that stands behind the last simulated day. */
  private ScoringConfig config() {
    long wall = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    long end = START.plus(Duration.ofDays(60)).toEpochMilli();
    return unguarded(TestSettings.in(directory).withClock(new EventClock(wall, end, 1e-3)));
  }

  /** The versions here differ as no two trained ones would: a guardrail would take them back. */
  static ScoringConfig unguarded(ScoringConfig config) {
    ScorerConfig scorer = config.scorer();
    ServingOptions serving = scorer.serving();
    ServingOptions unguarded =
        new ServingOptions(
            serving.models(),
            serving.trust(),
            serving.lead(),
            new Guardrails(1, 1e6, 1e3, 1, 0, 30, 0),
            serving.explanations(),
            serving.brownout());
    return config.withScorers(
        List.of(
            new ScorerConfig(
                scorer.options(), scorer.on(), scorer.model(), unguarded, scorer.batching())));
  }

  private Iterator<FeedEvent> stream() {
    return new RetailSimulator(SimulatorOptions.of(7, START, (int) (events * CUSTOMERS_PER_EVENT)));
  }
}
