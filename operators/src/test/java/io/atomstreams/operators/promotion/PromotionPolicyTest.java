package io.atomstreams.operators.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromotionPolicyTest {

  private static final ModelRef OLD = new ModelRef("m", 1);
  private static final ModelRef NEW = new ModelRef("m", 2);
  private static final ModelRef THIRD = new ModelRef("m", 3);
  private static final PromotionPolicy POLICY =
      new PromotionPolicy(
          new PromotionPolicy.Options(
              PairedTest.Options.DEFAULT,
              AlphaShare.LIFETIME,
              new Ramp(List.of(5, 50), 1_000),
              9_000));

  private Timeline timeline;

  @BeforeEach
  void oldServesAndNewIsInTheShadow() {
    timeline = Timeline.empty("s");
    for (ModelRef model : List.of(OLD, NEW, THIRD)) {
      timeline = timeline.with(new RolloutEntry.Noted(model, "d" + model, Stage.VERIFIED, "t", 0));
    }
    happens(Move.PROMOTE, OLD, null);
    happens(Move.SHADOW, NEW, null);
  }

  private void happens(Move move, ModelRef model, Ramp ramp) {
    happens(new Proposal(move, model, ramp, "because"));
  }

  private void happens(Proposal proposal) {
    int number = timeline.nextNumber();
    timeline = timeline.with(proposal.request(timeline, "s", "id" + number, 0));
    timeline = timeline.with(new RolloutEntry.Activation("s", number, number, List.of(), 0));
    assertThat(timeline.decided(number)).isPresent();
  }

  private static Candidate candidate(ModelRef model, double gain, int labels) {
    DoubleSupplier differences = Streams.BRIER.of(new Random(4), gain);
    PairedEvidence evidence = new PairedEvidence();
    for (int i = 0; i < labels; i++) {
      evidence.add(differences.getAsDouble());
    }
    return new Candidate(model, 1, evidence);
  }

  @Test
  void aBetterChallengerBecomesCanaryAndChampionWhenItsRampIsDone() {
    Candidate better = candidate(NEW, 0.03, 2_000);
    Proposal canary = POLICY.propose(timeline, better, 0).orElseThrow();
    assertThat(canary.move()).isEqualTo(Move.CANARY);
    assertThat(canary.reason())
        .startsWith("m@2 against m@1: challenger better on 2000 labels: loss lower by 0.0");
    happens(canary);
    assertThat(POLICY.propose(timeline, better, 10)).isEmpty();
    Proposal promotion = POLICY.propose(timeline, better, 5_000).orElseThrow();
    assertThat(promotion.move()).isEqualTo(Move.PROMOTE);
    happens(promotion);
    assertThat(timeline.lineup().champion()).contains(NEW);
    assertThat(POLICY.propose(timeline, better, 6_000)).isEmpty();
  }

  @Test
  void aWorseOneIsRetiredOrRolledBackAndAnUndecidedOneMakesRoomInTheEnd() {
    assertThat(POLICY.propose(timeline, candidate(NEW, -0.03, 2_000), 0).orElseThrow().move())
        .isEqualTo(Move.RETIRE);
    assertThat(POLICY.propose(timeline, candidate(NEW, 0, 2_000), 0)).isEmpty();
    Proposal room = POLICY.propose(timeline, candidate(NEW, 0, 9_000), 0).orElseThrow();
    assertThat(room.move()).isEqualTo(Move.ROLLBACK);
    assertThat(room.reason()).contains("undecided on 9000 labels");
    happens(Move.CANARY, NEW, Ramp.DEFAULT);
    assertThat(POLICY.propose(timeline, candidate(NEW, -0.03, 2_000), 0).orElseThrow().move())
        .isEqualTo(Move.ROLLBACK);
    assertThat(POLICY.propose(timeline, candidate(THIRD, 0.03, 2_000), 0)).isEmpty();
  }

  @Test
  void nothingIsProposedWhileATransitionIsUnderWay() {
    Candidate better = candidate(NEW, 0.03, 2_000);
    Proposal canary = POLICY.propose(timeline, better, 0).orElseThrow();
    timeline = timeline.with(canary.request(timeline, "s", "id", 0));
    assertThat(timeline.pending()).isPresent();
    assertThat(POLICY.propose(timeline, better, 0)).isEmpty();
  }

  @Test
  void ofSeveralTheMostEvidentIsProposed() {
    Candidate good = candidate(NEW, 0.03, 2_000);
    Candidate poor = candidate(THIRD, -0.001, 2_000);
    assertThat(POLICY.propose(timeline, List.of(poor, good), 0).orElseThrow().model())
        .isEqualTo(NEW);
    assertThat(POLICY.discoveries(List.of(poor, good))).containsExactly(good);
  }

  @Test
  void sharesOfAlphaOverALifetimeAddUpToIt() {
    double sum = 0;
    for (int n = 1; n <= 100_000; n++) {
      sum += AlphaShare.LIFETIME.of(0.05, n);
    }
    assertThat(sum).isCloseTo(0.05, within(1e-6)).isLessThan(0.05);
    assertThat(AlphaShare.EACH.of(0.05, 9)).isEqualTo(0.05);
    assertThatThrownBy(() -> new Candidate(NEW, 0, new PairedEvidence()))
        .hasMessage("challenger m@2 has the number 0, must be 1 or more");
  }

  private final RollbackWatch watching = new RollbackWatch(RollbackWatch.Options.DEFAULT);

  /** Labels until a champion that gets worse by so much after so many labels is found out. */
  private long labelsUntilFound(Streams streams, long seed, double worse, int after) {
    Random random = new Random(seed);
    DoubleSupplier good = streams.of(random, 0);
    DoubleSupplier bad = streams.of(random, -worse);
    Watch watch = new Watch(NEW, OLD);
    for (int i = 0; watch.phase() == Watch.Phase.WATCHING; i++) {
      watching.take(watch, (i < after ? good : bad).getAsDouble());
    }
    return watch.phase() == Watch.Phase.REGRESSED ? watch.labels() - after : Long.MAX_VALUE;
  }

  @Test
  void aRegressionOfFiveHundredthsIsFoundWithin600LabelsAnd1500IfItBeginsLater() {
    for (Streams streams : List.of(Streams.BRIER, Streams.HEAVY_TAILS)) {
      for (int seed = 0; seed < 60; seed++) {
        assertThat(labelsUntilFound(streams, seed, 0.05, 0)).isBetween(100L, 600L);
        assertThat(labelsUntilFound(streams, seed, 0.05, 7_000)).isBetween(1L, 1_500L);
      }
    }
  }

  @Test
  void aChampionThatIsNoWorseIsRolledBackInAtMostOneOfTwentyStreams() {
    int found = 0;
    for (int seed = 0; seed < 100; seed++) {
      found += labelsUntilFound(Streams.BRIER, seed, 0, 0) < Long.MAX_VALUE ? 1 : 0;
    }
    assertThat(found).isLessThanOrEqualTo(5);
  }

  @Test
  void aRegressionBringsTheFormerChampionBackAndRetiresTheNewOne() {
    happens(Move.PROMOTE, NEW, null);
    Watch watch = new Watch(NEW, OLD);
    Proposal shadow = watching.propose(timeline, watch).orElseThrow();
    assertThat(shadow.move()).isEqualTo(Move.SHADOW);
    happens(shadow);
    assertThat(watching.propose(timeline, watch)).isEmpty();
    DoubleSupplier bad = Streams.BRIER.of(new Random(1), -0.1);
    while (watch.phase() == Watch.Phase.WATCHING) {
      watching.take(watch, bad.getAsDouble());
    }
    Proposal back = watching.propose(timeline, watch).orElseThrow();
    assertThat(back.move()).isEqualTo(Move.PROMOTE);
    assertThat(back.reason())
        .startsWith("m@2 is worse; m@1 before, m@2 now, epoch 1: champion better on ");
    happens(back);
    assertThat(timeline.lineup().champion()).contains(OLD);
    happens(watching.propose(timeline, watch).orElseThrow());
    assertThat(timeline.stage(NEW)).isEqualTo(Stage.RETIRED);
    assertThat(watching.propose(timeline, watch)).isEmpty();
  }

  @Test
  void withoutAShadowTheOneThatStandsByTakesOver() {
    happens(Move.PROMOTE, NEW, null);
    Watch watch = new Watch(NEW, OLD);
    for (int i = 0; i < 200; i++) {
      watching.take(watch, -0.5);
    }
    assertThat(watching.propose(timeline, watch).orElseThrow().move()).isEqualTo(Move.ROLLBACK);
  }

  @Test
  void afterTheWatchTheFormerChampionLeavesTheShadow() {
    happens(Move.PROMOTE, NEW, null);
    Watch watch = new Watch(NEW, OLD);
    happens(watching.propose(timeline, watch).orElseThrow());
    for (int i = 0; i < 20_000; i++) {
      watching.take(watch, i % 2 == 0 ? 0.01 : -0.01);
    }
    assertThat(watch.phase()).isEqualTo(Watch.Phase.PASSED);
    happens(watching.propose(timeline, watch).orElseThrow());
    assertThat(timeline.lineup().shadow()).isEmpty();
    assertThat(watching.propose(timeline, watch)).isEmpty();
  }

  @Test
  void aWatchOfTheFirstReleaseIsReadAndGoesOnAsItWouldHave() throws IOException {
    Path file = Path.of("..", "testdata", "golden", "rollback-watch-v1.hex");
    Watch watch = new Watch(NEW, OLD);
    DoubleSupplier differences = Streams.HEAVY_TAILS.of(new Random(20240112), 0);
    for (int i = 0; i < 5_500; i++) {
      double difference = differences.getAsDouble();
      watching.take(watch, difference);
      watching.revise(watch, 1, difference, 0);
    }
    String hex = HexFormat.of().formatHex(bytes(watch));
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(file, hex + "\n");
    }
    assertThat(Files.readString(file).strip()).isEqualTo(hex);
    byte[] stored = HexFormat.of().parseHex(hex);
    Watch read = new WatchCodec().read(new BytesInput().open(stored, 0, stored.length), 1);
    assertThat(read.epoch()).isEqualTo(2);
    Watch copy = new WatchCodec().copy(watch);
    watching.take(read, -0.2);
    watching.take(watch, -0.2);
    assertThat(bytes(read)).isEqualTo(bytes(watch)).isNotEqualTo(bytes(copy));
    assertThat(bytes(copy)).isEqualTo(stored);
  }

  private static byte[] bytes(Watch watch) throws IOException {
    BytesOutput out = new BytesOutput();
    new WatchCodec().write(watch, out);
    return Arrays.copyOf(out.array(), out.size());
  }
}
