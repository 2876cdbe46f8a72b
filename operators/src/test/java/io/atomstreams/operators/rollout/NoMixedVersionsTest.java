package io.atomstreams.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Subtasks that hear of the log at any time, score events of any time, end and begin again from
 * their last checkpoint; deciders that decide on what they have heard: whatever happens, what was
 * committed was scored by the line-up that the finished log says.
 */
class NoMixedVersionsTest {

  private static final String SCORER = "s";

  /** What a subtask has made that counts. */
  private record Scored(long ts, int lineup) {}

  private static final class Subtask {
    private final int index;
    private final int subtasks;
    private final MemoryLog log;
    private Timeline timeline;
    private MemoryLog.Late connection;
    private Pledge pledge;
    private int given;
    private long scoredUntil = Long.MIN_VALUE;
    private long checkpointed = Long.MIN_VALUE;
    private final List<Scored> uncommitted = new ArrayList<>();
    private final List<Scored> committed = new ArrayList<>();

    Subtask(int index, int subtasks, MemoryLog log) {
      this.index = index;
      this.subtasks = subtasks;
      this.log = log;
      open();
    }

    void open() {
      timeline = Timeline.empty(SCORER);
      connection = log.open(entry -> timeline = timeline.with(entry));
      pledge = new Pledge(SCORER, index, subtasks, 10, () -> timeline, connection);
      given = 0;
    }

    void stage() {
      timeline
          .pending()
          .map(transition -> transition.request().number())
          .filter(number -> number != given)
          .ifPresent(
              number -> {
                given = number;
                pledge.give(number, 1, scoredUntil);
              });
    }

    void score(long ts) {
      pledge.keep(ts);
      uncommitted.add(new Scored(ts, timeline.lineupAt(ts).number()));
      scoredUntil = Math.max(scoredUntil, ts);
    }

    void checkpoint() {
      committed.addAll(uncommitted);
      uncommitted.clear();
      checkpointed = scoredUntil;
    }

    void restart() {
      List<Scored> again = new ArrayList<>(uncommitted);
      uncommitted.clear();
      scoredUntil = checkpointed;
      open();
      // a job that starts again stages what is under way before its first event
      stage();
      again.forEach(scored -> score(scored.ts()));
    }
  }

  @Property(tries = 400)
  void whatIsCommittedWasScoredByTheLineUpTheLogSays(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MemoryLog log = new MemoryLog();
    int subtasks = 1 + random.nextInt(3);
    for (int version = 1; version <= 40; version++) {
      log.add(new Noted(new ModelRef("m", version), "d" + version, Stage.VERIFIED, "test", 0));
    }
    List<Subtask> all = new ArrayList<>();
    for (int i = 0; i < subtasks; i++) {
      all.add(new Subtask(i, subtasks, log));
    }
    long clock = 0;
    for (int step = 0; step < 600; step++) {
      clock += random.nextInt(30);
      Subtask one = all.get(random.nextInt(subtasks));
      switch (random.nextInt(12)) {
        case 0 -> one.connection.hear();
        case 1 -> one.stage();
        case 2 -> one.checkpoint();
        case 3 -> {
          if (random.nextInt(6) == 0) {
            one.restart();
          }
        }
        case 4 -> ask(log, one.timeline, random);
        case 5 ->
            new Decider(SCORER, subtasks).decide(one.timeline, 0).ifPresent(one.connection::append);
        default -> one.score(clock - random.nextInt(60));
      }
    }
    all.forEach(Subtask::checkpoint);

    Timeline finished = Timeline.empty(SCORER);
    for (RolloutEntry entry : log.entries()) {
      finished = finished.with(entry);
    }
    for (Subtask one : all) {
      for (Scored scored : one.committed) {
        assertThat(scored.lineup())
            .as("event of %d on subtask %d", scored.ts(), one.index)
            .isEqualTo(finished.lineupAt(scored.ts()).number());
      }
    }
  }

  /** Often out of date, as somebody at a console may be. */
  private static void ask(MemoryLog log, Timeline timeline, SplittableRandom random) {
    int version = 1 + random.nextInt(40);
    Move move = timeline.lineup().champion().isEmpty() ? Move.PROMOTE : moves(random);
    log.add(
        new Request(
            SCORER,
            timeline.nextNumber(),
            "r" + random.nextInt(),
            move,
            new ModelRef("m", version),
            "d" + version,
            move == Move.CANARY ? Ramp.DEFAULT : null,
            "test",
            "",
            0));
  }

  private static Move moves(SplittableRandom random) {
    List<Move> moves = List.of(Move.values());
    return moves.get(random.nextInt(moves.size()));
  }
}
