package io.atomstreams.pipelines.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.chaos.fault.Faults.Named;
import io.atomstreams.pipelines.chaos.fault.Faults.Schedule;
import io.atomstreams.pipelines.chaos.fault.KillInCheckpoint.Moment;
import io.atomstreams.pipelines.chaos.fault.Stage.Checkpoints;
import io.atomstreams.pipelines.chaos.fault.Stage.Role;
import io.atomstreams.pipelines.chaos.load.Mood;
import io.atomstreams.pipelines.chaos.store.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {

  private static final Duration MOMENT = Duration.ofMillis(5);

  @TempDir Path directory;

  @Test
  void everyFaultHasANameOfItsOwn() {
    assertThat(new HashSet<>(Faults.names())).hasSameSizeAs(Faults.ALL);
    assertThat(Faults.named("broker-killed").name()).isEqualTo("broker-killed");
    assertThatThrownBy(() -> Faults.named("broker-kiled")).hasMessageContaining("broker-killed");
  }

  @Test
  void aScheduleIsAFunctionOfItsSeed() {
    assertThat(drawn(5, 60)).isEqualTo(drawn(5, 60)).isNotEqualTo(drawn(6, 60));
  }

  @Test
  void aScheduleLeavesNoneOutBeforeItRepeatsOne() {
    int all = Faults.ALL.size();
    List<String> drawn = drawn(9, 3 * all);
    for (int round = 0; round < 3; round++) {
      assertThat(drawn.subList(round * all, (round + 1) * all))
          .containsExactlyInAnyOrderElementsOf(Faults.names());
    }
  }

  private static List<String> drawn(long seed, int count) {
    Schedule schedule = new Schedule(Faults.ALL, seed);
    return Stream.generate(schedule::next).limit(count).map(Named::name).toList();
  }

  @Test
  void aKilledProcessIsStartedAgain() {
    assertThat(befall(new Kill(Role.BROKER, MOMENT))).containsExactly("kill broker", "revive");
  }

  @Test
  void aFrozenProcessGoesOn() {
    assertThat(befall(new Freeze(Role.JOB_MANAGER, MOMENT, MOMENT)))
        .containsExactly("pause jobmanager", "resume");
  }

  @Test
  void aStoreInTroubleIsMendedAndItsDeadStartedAgain() {
    Checkpoints none = new Checkpoints(3, 0, false, 0);
    Checkpoints one = new Checkpoints(4, 0, false, 0);
    Checkpoints after = new Checkpoints(4, 2, false, 0);
    RecordedStage stage = new RecordedStage(directory).answering(none, none, one, one, after);
    Fault fault = new StoreErrors(Trouble.GONE, MOMENT, Optional.of(Role.TASK_MANAGER));

    assertThat(fault.befall(stage, new CounterRandom(1)))
        .contains("refuses connections", "kill -9 of the taskmanager", "2 checkpoints failed");
    assertThat(stage.done())
        .containsExactly("store GONE", "kill taskmanager at " + after, "revive", "store NONE");
    assertThat(befall(new StoreErrors(Trouble.SLOW_DOWN, MOMENT, Optional.empty()), none, one))
        .containsExactly("store SLOW_DOWN", "store NONE");
  }

  @Test
  void withoutAStoreItsFaultsAreNotPossible() {
    assertThat(Faults.possible(true)).isEqualTo(Faults.ALL);
    assertThat(Faults.possible(false))
        .isNotEmpty()
        .noneMatch(Named::needsStore)
        .hasSizeLessThan(Faults.ALL.size());
  }

  @Test
  void aMoodPasses() {
    assertThat(befall(new Moody(Mood.POISON, MOMENT))).containsExactly("mood POISON", "mood PLAIN");
  }

  @Test
  void aJobIsRescaledAndComesBackToWhatItWas() {
    assertThat(befall(new Rescale(MOMENT))).containsExactly("restart with 1", "restart with 2");
    assertThat(befall(new Upgrade())).containsExactly("restart with 2");
  }

  @Test
  void theKillComesAtItsMomentOfACheckpoint() {
    Checkpoints idle = new Checkpoints(3, 0, false, 0);
    Checkpoints started = new Checkpoints(3, 0, true, 0);
    Checkpoints answered = new Checkpoints(3, 0, true, 4);
    Checkpoints complete = new Checkpoints(4, 0, false, 0);
    Checkpoints[] course = {idle, idle, idle, started, started, answered, answered, complete};

    assertThat(befall(new KillInCheckpoint(Moment.STARTED), course).get(0))
        .isEqualTo("kill taskmanager at " + answered);
    assertThat(befall(new KillInCheckpoint(Moment.PRE_COMMIT), course).get(0))
        .isEqualTo("kill taskmanager at " + complete);
    assertThat(befall(new KillInCheckpoint(Moment.COMMIT), course).get(0))
        .isEqualTo("kill taskmanager at " + complete);
  }

  @Test
  void withoutRoomNothingIsWrittenAndAfterwardsEverythingIsThere() throws IOException {
    RecordedStage stage = new RecordedStage(directory);
    Path kept = Files.createDirectories(stage.checkpointDirectory()).resolve("kept");
    Files.writeString(kept, "before");

    String what = new FullDisk(MOMENT).befall(stage, new CounterRandom(1));

    assertThat(what).contains("for checkpoints");
    assertThat(kept).hasContent("before");
    assertThat(stage.checkpointDirectory()).isDirectoryContaining(kept::equals);
  }

  @Test
  void theRegistryIsGoneWhileTheTaskManagerDiesAndThereAgain() throws IOException {
    RecordedStage stage = new RecordedStage(directory);
    Files.createDirectories(stage.modelDirectory());

    new RegistryGone(MOMENT).befall(stage, new CounterRandom(1));

    assertThat(stage.done()).containsExactly("kill taskmanager", "revive");
    assertThat(stage.modelDirectory()).isDirectory();
  }

  private List<String> befall(Fault fault, Checkpoints... answers) {
    RecordedStage stage = new RecordedStage(directory).answering(answers);
    assertThat(fault.befall(stage, new CounterRandom(1))).isNotBlank();
    return stage.done();
  }
}
