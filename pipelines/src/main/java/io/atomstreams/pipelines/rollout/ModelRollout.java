package io.atomstreams.pipelines.rollout;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Abandonment;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.rollout.Timeline.Transition;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A person's end of the log: asks for transitions of one scorer, and waits for the job's answer.
 * Belongs to one thread.
 */
public final class ModelRollout implements AutoCloseable {

  private static final long LOOK_EVERY_MS = 20;

  private final String scorer;
  private final Clock clock;
  private final ModelLog.Connection log;
  private Timeline timeline;

  /**
   * Reads the log to its end.
   *
   * @throws IllegalStateException if no broker answers
   */
  public ModelRollout(String scorer, ModelLog log, Clock clock) {
    this.scorer = scorer;
    this.clock = clock;
    this.timeline = Timeline.empty(scorer);
    this.log = log.open(this::follow);
  }

  private synchronized void follow(RolloutEntry entry) {
    timeline = timeline.with(entry);
    notifyAll();
  }

  /** What the log says now. */
  public synchronized Timeline timeline() {
    return timeline;
  }

  /** Says that a version is registered, or was verified; again has no effect. */
  public void note(ModelRef model, String digest, Stage stage, String by) {
    Stage now = timeline().stage(model);
    if (now == null || now.compareTo(stage) < 0) {
      log.append(new Noted(model, digest, stage, by, clock.millis()));
    }
  }

  /**
   * Makes a version the first champion, for all events, whether a job runs or not.
   *
   * @throws IllegalArgumentException if the scorer has had a champion, or a transition is under way
   */
  public void first(ModelRef model, String by, String reason) {
    if (timeline().decided().stream().anyMatch(t -> t.activation().isPresent())) {
      throw new IllegalArgumentException(
          "scorer %s has had transitions; ask for one more with a job running".formatted(scorer));
    }
    Transition asked = request(Move.PROMOTE, model, null, by, reason);
    log.append(
        new Activation(
            scorer, asked.request().number(), Long.MIN_VALUE, List.of(), clock.millis()));
  }

  /**
   * Asks for a transition.
   *
   * @param ramp of a canary, else {@code null}
   * @return it, under way or, where the job was faster than this thread, decided
   * @throws IllegalArgumentException if it is not legal, naming what is, or another is under way
   */
  public Transition request(Move move, ModelRef model, Ramp ramp, String by, String reason) {
    Timeline now = timeline();
    Optional<Transition> other = now.pending();
    if (other.isPresent()) {
      throw new IllegalArgumentException(
          "transition %d of %s (%s %s) is under way; wait for it, or take it back with atom models withdraw"
              .formatted(
                  other.get().request().number(),
                  scorer,
                  other.get().request().move().word(),
                  other.get().request().model()));
    }
    now.illegality(move, model)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
    String id = UUID.randomUUID().toString();
    String digest = now.versions().get(model).digest();
    log.append(
        new Request(
            scorer, now.nextNumber(), id, move, model, digest, ramp, by, reason, clock.millis()));
    Timeline after = timeline();
    return Stream.of(after.pending(), after.decided(now.nextNumber()))
        .flatMap(Optional::stream)
        .filter(mine -> mine.request().id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "somebody else asked for a transition of %s at the same time; look at it first"
                        .formatted(scorer)));
  }

  /**
   * Waits for the job.
   *
   * @return the decided transition; empty if it is still under way after so long
   */
  public synchronized Optional<Transition> await(int number, Duration patience) {
    long deadline = clock.millis() + patience.toMillis();
    while (timeline.decided(number).isEmpty() && clock.millis() < deadline) {
      try {
        wait(LOOK_EVERY_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return timeline.decided(number);
  }

  /** Takes a transition back unless it was decided meanwhile; returns what came of it. */
  public Transition withdraw(int number, String reason) {
    log.append(new Abandonment(scorer, number, reason, clock.millis()));
    return timeline().decided(number).orElseThrow();
  }

  @Override
  public void close() {
    log.close();
  }
}
