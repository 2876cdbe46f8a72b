package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.chaos.fault.KillInCheckpoint.Moment;
import io.atomstreams.pipelines.chaos.fault.Stage.Role;
import io.atomstreams.pipelines.chaos.load.Mood;
import io.atomstreams.pipelines.chaos.store.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All faults there are. A new one is a line here. */
public final class Faults {

  /**
   * One that has a name.
   *
   * @param isQuick whether a short run can afford it
   */
  public record Named(String name, boolean isQuick, Fault fault) {

    /** Whether checkpoints have to lie in an object store for it. */
    public boolean needsStore() {
      return fault instanceof StoreErrors;
    }
  }

  /** Long enough for events to reach a time that a producer's clock was ahead of. */
  private static final Duration ANSWER_WITHIN = seconds(180);

  /** All of them. */
  public static final List<Named> ALL =
      List.of(
          quick("taskmanager-killed", new Kill(Role.TASK_MANAGER, seconds(0))),
          quick("killed-in-checkpoint", new KillInCheckpoint(Moment.STARTED)),
          quick("killed-in-pre-commit", new KillInCheckpoint(Moment.PRE_COMMIT)),
          quick("killed-in-commit", new KillInCheckpoint(Moment.COMMIT)),
          quick("taskmanager-frozen", new Freeze(Role.TASK_MANAGER, seconds(1), seconds(12))),
          quick("jobmanager-killed", new Kill(Role.JOB_MANAGER, seconds(0))),
          quick("jobmanager-frozen", new Freeze(Role.JOB_MANAGER, seconds(1), seconds(12))),
          quick("broker-killed", new Kill(Role.BROKER, seconds(1))),
          quick("broker-frozen", new Freeze(Role.BROKER, seconds(1), seconds(10))),
          lasting("broker-unreachable", new Freeze(Role.BROKER, seconds(60), seconds(60))),
          quick("disk-full", new FullDisk(seconds(15))),
          quick("s3-slow-down", storeErrors(Trouble.SLOW_DOWN, Optional.empty())),
          quick("s3-errors", storeErrors(Trouble.FAULTY, Optional.of(Role.TASK_MANAGER))),
          quick("s3-gone", storeErrors(Trouble.GONE, Optional.of(Role.TASK_MANAGER))),
          quick("registry-gone", new RegistryGone(seconds(5))),
          quick("bad-model", new BadModel(ANSWER_WITHIN)),
          lasting("slow-model", new SlowModel(seconds(2), ANSWER_WITHIN)),
          lasting("poison", new Moody(Mood.POISON, seconds(60))),
          quick("skew", new Moody(Mood.SKEWED, seconds(10))),
          quick("clock-jump", new Moody(Mood.AHEAD, seconds(5))),
          quick("rescale", new Rescale(seconds(3))),
          quick("upgrade", new Upgrade()));

  private Faults() {}

  private static Named quick(String name, Fault fault) {
    return new Named(name, true, fault);
  }

  private static Named lasting(String name, Fault fault) {
    return new Named(name, false, fault);
  }

  private static Fault storeErrors(Trouble trouble, Optional<Role> killed) {
    return new StoreErrors(trouble, seconds(40), killed);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  public static List<String> names() {
    return ALL.stream().map(Named::name).toList();
  }

  /** Those that can befall a run. */
  public static List<Named> possible(boolean onStore) {
    return ALL.stream().filter(fault -> onStore || !fault.needsStore()).toList();
  }

  /**
   * The fault of this name.
   *
   * @throws IllegalArgumentException if there is none; the message says which ones there are
   */
  public static Named named(String name) {
    return ALL.stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no fault " + name + "; " + NearestNames.hint(name, names())));
  }

  /**
   * Faults without end, as a seed decides: all of them in some order, then all in another, so that
   * none is left out for long.
   */
  public static final class Schedule {

    private final List<Named> faults;
    private final CounterRandom random;
    private final List<Named> deck = new ArrayList<>();

    public Schedule(List<Named> faults, long seed) {
      if (faults.isEmpty()) {
        throw new IllegalArgumentException("a schedule needs a fault");
      }
      this.faults = List.copyOf(faults);
      this.random = new CounterRandom(seed);
    }

    /** The next one. */
    public Named next() {
      if (deck.isEmpty()) {
        deck.addAll(faults);
      }
      return deck.remove(random.nextInt(deck.size()));
    }

    /** How long to leave the run alone before, at most {@code most}. */
    public Duration rest(Duration most) {
      return Duration.ofMillis((long) (random.nextDouble() * most.toMillis()));
    }

    /** For what a fault itself leaves open. */
    public CounterRandom forFault() {
      return new CounterRandom(random.nextLong());
    }
  }
}
