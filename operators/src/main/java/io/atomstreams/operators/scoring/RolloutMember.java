package io.atomstreams.operators.scoring;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.rollout.Decider;
import io.atomstreams.operators.rollout.Lineup;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Pledge;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.rollout.Timeline.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One scoring subtask's part in roll-outs: follows the log, makes versions ready in the background,
 * promises, and on the first subtask decides.
 *
 * <pre>
 *   a request is in the log ─► staging (another thread) ─► promise or refusal ─► decided
 *                                 load, self-test, warm         tick()             tick()
 * </pre>
 *
 * <p>All methods but the log's listener and the staging belong to one thread.
 */
public final class RolloutMember implements AutoCloseable {

  /** How many versions beyond those of the present line-ups may stay for events of old times. */
  private static final int STRAYS = 4;

  /** Which subtask this is. */
  public record Place(int subtask, int subtasks) {}

  /** What staging a transition has come to. */
  private record Staged(int number, long millis, String refusal) {}

  private final String scorer;
  private final Place place;
  private final WarmModels models;
  private final Supplier<List<String>> servedFeatures;
  private final LongSupplier wallMillis;
  private final Executor stagingThread;
  private final Decider decider;
  private final ModelLog.Connection log;
  private final Pledge pledge;
  private final List<String> unready = new ArrayList<>();
  private volatile Timeline timeline;
  private final AtomicReference<Staged> staged = new AtomicReference<>();
  private String trouble = "";
  private int staging;
  private int settled = -1;
  private long scoredUntil;

  /**
   * Reads the log to its end, makes its line-up ready, and answers a transition that is under way:
   * before the first event is scored. A version that cannot be made ready is left to the fall-back
   * chain.
   *
   * @param scoredUntil event time of the latest event that was scored, by whoever had the keys
   *     before; {@link Long#MIN_VALUE}: none
   * @param leadMillis event time that a transition is given at least, ms
   * @param wallMillis wall clock, ms; any thread may ask it
   * @throws IllegalStateException if the log does not answer
   */
  public RolloutMember(
      String scorer,
      Place place,
      ModelLog log,
      WarmModels models,
      Supplier<List<String>> servedFeatures,
      long scoredUntil,
      long leadMillis,
      LongSupplier wallMillis,
      Executor stagingThread) {
    this.scorer = scorer;
    this.place = place;
    this.models = models;
    this.servedFeatures = servedFeatures;
    this.wallMillis = wallMillis;
    this.stagingThread = stagingThread;
    this.scoredUntil = scoredUntil;
    this.timeline = Timeline.empty(scorer);
    this.decider = new Decider(scorer, place.subtasks());
    this.log = log.open(this::follow);
    this.pledge =
        new Pledge(scorer, place.subtask(), place.subtasks(), leadMillis, () -> timeline, this.log);
    try {
      warmUp(timeline.lineup());
      if (this.log.isLive()) {
        timeline.pending().ifPresent(this::answerAtOnce);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void answerAtOnce(Transition transition) {
    staging = transition.request().number();
    stage(transition);
    answer();
  }

  private synchronized void follow(RolloutEntry entry) {
    timeline = timeline.with(entry);
    timeline.versions().forEach((ref, version) -> models.expect(ref, version.digest()));
  }

  private void warmUp(Lineup lineup) {
    for (ModelRef ref : lineup.models()) {
      whyNotReady(ref).ifPresent(unready::add);
    }
  }

  /** Makes a version ready; why that cannot be done, if it cannot. */
  private Optional<String> whyNotReady(ModelRef ref) {
    try {
      models.warm(ref, servedFeatures.get());
      return Optional.empty();
    } catch (ModelException e) {
      return Optional.of(e.getMessage());
    } catch (RuntimeException | Error e) { // engines and their libraries throw their own
      return Optional.of("model " + ref + ": " + e);
    }
  }

  /** Why versions of the line-up could not be made ready when the job began; empty if all were. */
  public List<String> unready() {
    return List.copyOf(unready);
  }

  /** What the log says as far as it was heard of. Constant between two calls of a batch. */
  public Timeline timeline() {
    return timeline;
  }

  /** Number of the subtask, from 0. */
  public int subtask() {
    return place.subtask();
  }

  /** To be called with the time of each event before it is scored. */
  public void beforeScoring(long ts) {
    pledge.keep(ts);
    scoredUntil = Math.max(scoredUntil, ts);
  }

  /** Event time of the latest event; {@link Long#MIN_VALUE}: none. */
  public long scoredUntil() {
    return scoredUntil;
  }

  /** Does what is due: to be called some ten times a second. */
  public void tick() {
    if (!log.isLive()) {
      return;
    }
    answer();
    Timeline now = timeline;
    Optional<Transition> pending = now.pending();
    if (pending.isPresent() && pending.get().request().number() != staging) {
      staging = pending.get().request().number();
      stagingThread.execute(() -> stage(pending.get()));
    }
    if (place.subtask() == 0) {
      decider.decide(now, wallMillis.getAsLong()).ifPresent(this::appendOrTryLater);
    }
    settle(timeline);
  }

  /**
   * Makes ready all that the transition needs. Only the version that is to come into service can
   * stand in the way: others fail already, or are on their way out.
   */
  private void stage(Transition transition) {
    long start = wallMillis.getAsLong();
    Lineup next = timeline.prospect().orElse(timeline.lineup());
    Set<ModelRef> coming = coming(transition.request(), next);
    String refusal = "";
    for (ModelRef ref : next.models()) {
      Optional<String> why = whyNotReady(ref);
      if (why.isPresent() && coming.contains(ref)) {
        refusal = why.get();
      }
    }
    staged.set(new Staged(transition.request().number(), wallMillis.getAsLong() - start, refusal));
  }

  private Set<ModelRef> coming(Request request, Lineup next) {
    return request.move() == Move.ROLLBACK
        ? next.champion().equals(timeline.lineup().champion())
            ? Set.of()
            : next.champion().map(Set::of).orElse(Set.of())
        : Set.of(request.model());
  }

  private void answer() {
    Staged done = staged.getAndSet(null);
    if (done == null) {
      return;
    }
    if (!timeline.pending().map(t -> t.request().number()).equals(Optional.of(done.number()))) {
      return;
    }
    if (done.refusal().isEmpty()) {
      pledge.give(done.number(), done.millis(), scoredUntil);
    } else {
      pledge.refuse(done.number(), "subtask " + place.subtask() + ": " + done.refusal());
    }
  }

  /** Lets versions go that no line-up of the present needs. */
  private void settle(Timeline now) {
    Set<ModelRef> wanted = new TreeSet<>(now.lineup().models());
    List<Lineup> all = now.lineups();
    if (all.size() > 1) {
      wanted.addAll(all.get(all.size() - 2).models());
    }
    now.prospect().ifPresent(next -> wanted.addAll(next.models()));
    int decided = now.decided().size();
    if (now.pending().isEmpty()
        && (decided != settled || models.ready().size() > wanted.size() + STRAYS)) {
      models.keepOnly(wanted);
      settled = decided;
    }
  }

  /**
   * Asks for a transition on this subtask's own account; without effect while another is under way,
   * or if it is not legal any more.
   */
  public void request(Move move, ModelRef model, String by, String reason) {
    Timeline now = timeline;
    if (!log.isLive() || now.pending().isPresent() || now.illegality(move, model).isPresent()) {
      return;
    }
    String id = by + "-" + place.subtask() + "-" + now.nextNumber();
    String digest = now.versions().get(model).digest();
    appendOrTryLater(
        new Request(
            scorer,
            now.nextNumber(),
            id,
            move,
            model,
            digest,
            null,
            by,
            reason,
            wallMillis.getAsLong()));
  }

  /** What no record waits for is no reason to stop: it is due again at the next tick. */
  private void appendOrTryLater(RolloutEntry entry) {
    try {
      log.append(entry);
    } catch (IllegalStateException e) {
      trouble = e.getMessage();
    }
  }

  /**
   * Why something could not be written to the log lately; empty if all was, or since it was asked.
   */
  public String takeTrouble() {
    String taken = trouble;
    trouble = "";
    return taken;
  }

  /** Whether anything more can be heard. */
  public boolean isLive() {
    return log.isLive();
  }

  @Override
  public void close() {
    try {
      log.close();
    } finally {
      models.close();
    }
  }
}
