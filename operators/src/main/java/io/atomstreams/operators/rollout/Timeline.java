package io.atomstreams.operators.rollout;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.RolloutEntry.Abandonment;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.operators.rollout.RolloutEntry.Promise;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What follows from a log of models for one scorer: which line-up scores events of which time, what
 * transition is under way, and where each version stands. Immutable; a pure fold of the log in its
 * order, so that every reader comes to the same, whenever it reads.
 *
 * <p>A transition goes through the log like this:
 *
 * <pre>
 *   Request ─► a Promise of every subtask, perhaps renewed ─► Activation ─► in force
 *                     └─ with a refusal ─► Abandonment
 * </pre>
 *
 * <p>An entry that does not follow the rules is void: a request with another number than the next
 * or for an illegal move or with another digest than was noted, an activation before a time that a
 * subtask has promised itself already, or against a refusal. So no event is scored by a line-up
 * that the log then replaces for that event, however late a subtask hears of it: see {@link
 * Pledge}.
 */
public final class Timeline {

  private final String scorer;
  private final List<Lineup> lineups;
  private final Optional<Transition> pending;
  private final Map<ModelRef, Version> versions;
  private final List<Transition> decided;
  private final int voidActivations;

  /**
   * Where a version stands.
   *
   * @param digest as noted
   */
  public record Version(Stage stage, String digest) {}

  /**
   * A transition, under way or decided.
   *
   * @param promises the latest of each subtask
   * @param horizon the furthest that was ever promised, event time
   * @param activation empty while under way, or if it was abandoned
   * @param abandoned why it does not happen; empty while under way, or if it did
   */
  public record Transition(
      Request request,
      Map<Integer, Promise> promises,
      long horizon,
      Optional<Activation> activation,
      Optional<String> abandoned) {

    public Transition {
      promises = Map.copyOf(promises);
    }

    static Transition asked(Request request) {
      return new Transition(request, Map.of(), Long.MIN_VALUE, Optional.empty(), Optional.empty());
    }

    Transition with(Promise promise) {
      Map<Integer, Promise> more = new HashMap<>(promises);
      more.put(promise.subtask(), promise);
      return new Transition(
          request, more, Math.max(horizon, promise.horizon()), activation, abandoned);
    }

    Transition with(Activation decision) {
      return new Transition(request, promises, horizon, Optional.of(decision), abandoned);
    }

    Transition abandonedFor(String reason) {
      return new Transition(request, promises, horizon, activation, Optional.of(reason));
    }

    /** The first reason of a subtask that cannot serve the version. */
    public Optional<String> refusal() {
      return promises.values().stream()
          .map(Promise::refusal)
          .filter(reason -> !reason.isEmpty())
          .sorted()
          .findFirst();
    }

    /** Whether each of so many subtasks has answered. */
    public boolean isAnsweredBy(int subtasks) {
      return promises.values().stream().filter(p -> p.subtasks() == subtasks).count() == subtasks;
    }
  }

  private Timeline(
      String scorer,
      List<Lineup> lineups,
      Optional<Transition> pending,
      Map<ModelRef, Version> versions,
      List<Transition> decided,
      int voidActivations) {
    this.scorer = scorer;
    this.lineups = lineups;
    this.pending = pending;
    this.versions = versions;
    this.decided = decided;
    this.voidActivations = voidActivations;
  }

  /** Before the first entry. */
  public static Timeline empty(String scorer) {
    return new Timeline(scorer, List.of(Lineup.EMPTY), Optional.empty(), Map.of(), List.of(), 0);
  }

  /** After one more entry. Entries about other scorers change nothing. */
  public Timeline with(RolloutEntry entry) {
    if (entry instanceof Noted noted) {
      return noted(noted);
    }
    if (!((RolloutEntry.OfTransition) entry).scorer().equals(scorer)) {
      return this;
    }
    if (entry instanceof Request request) {
      boolean isNext = pending.isEmpty() && request.number() == nextNumber();
      return isNext
              && illegality(request.move(), request.model()).isEmpty()
              && versions.get(request.model()).digest().equals(request.digest())
          ? pending(Transition.asked(request))
          : this;
    }
    if (pending.isEmpty()
        || pending.get().request().number() != ((RolloutEntry.OfTransition) entry).number()) {
      return this;
    }
    if (entry instanceof Promise promise) {
      return pending(pending.get().with(promise));
    }
    if (entry instanceof Abandonment abandonment) {
      return decided(pending.get().abandonedFor(abandonment.reason()), lineups, versions);
    }
    Activation activation = (Activation) entry;
    long earliest = Math.max(pending.get().horizon(), lineup().from());
    return activation.effectiveFrom() < earliest || pending.get().refusal().isPresent()
        ? new Timeline(scorer, lineups, pending, versions, decided, voidActivations + 1)
        : activated(activation);
  }

  private Timeline noted(Noted noted) {
    Version before = versions.get(noted.model());
    if (before != null && before.stage().compareTo(noted.stage()) >= 0) {
      return this;
    }
    Map<ModelRef, Version> more = new HashMap<>(versions);
    more.put(noted.model(), new Version(noted.stage(), noted.digest()));
    return new Timeline(scorer, lineups, pending, more, decided, voidActivations);
  }

  private Timeline pending(Transition transition) {
    return new Timeline(
        scorer, lineups, Optional.of(transition), versions, decided, voidActivations);
  }

  private Timeline decided(
      Transition transition, List<Lineup> nextLineups, Map<ModelRef, Version> nextVersions) {
    List<Transition> more = new ArrayList<>(decided);
    more.add(transition);
    return new Timeline(
        scorer,
        List.copyOf(nextLineups),
        Optional.empty(),
        nextVersions,
        List.copyOf(more),
        voidActivations);
  }

  private Timeline activated(Activation activation) {
    Request request = pending.orElseThrow().request();
    Map<ModelRef, Version> stages = new HashMap<>(versions);
    Lineup next = apply(request, lineup().at(request.number(), activation.effectiveFrom()), stages);
    List<Lineup> more = new ArrayList<>(lineups);
    more.add(next);
    return decided(pending.orElseThrow().with(activation), more, stages);
  }

  private Lineup apply(Request request, Lineup before, Map<ModelRef, Version> stages) {
    ModelRef model = request.model();
    Lineup freed = before.without(model);
    switch (request.move()) {
      case SHADOW -> {
        stage(stages, model, request.digest(), Stage.SHADOW);
        return freed.withShadow(Optional.of(model));
      }
      case CANARY -> {
        stage(stages, model, request.digest(), Stage.CANARY);
        return freed.withCanary(
            Optional.of(
                new Lineup.Canary(
                    model,
                    request.ramp(),
                    request.number(),
                    before.from(),
                    new Assignment(scorer + "|" + request.number()))));
      }
      case PROMOTE -> {
        before.standby().ifPresent(old -> stage(stages, old, null, Stage.VERIFIED));
        before.champion().ifPresent(old -> stage(stages, old, null, Stage.STANDBY));
        stage(stages, model, request.digest(), Stage.CHAMPION);
        return freed.withChampion(Optional.of(model), before.champion());
      }
      case ROLLBACK -> {
        stage(stages, model, request.digest(), Stage.VERIFIED);
        if (before.champion().filter(model::equals).isEmpty()) {
          return freed;
        }
        before.standby().ifPresent(old -> stage(stages, old, null, Stage.CHAMPION));
        return before.withChampion(before.standby(), Optional.empty());
      }
      case RETIRE -> {
        stage(stages, model, request.digest(), Stage.RETIRED);
        return freed;
      }
    }
    throw new IllegalStateException("no move: " + request.move());
  }

  private static void stage(
      Map<ModelRef, Version> stages, ModelRef model, String digest, Stage stage) {
    Version known = stages.get(model);
    stages.put(model, new Version(stage, known == null ? digest : known.digest()));
  }

  /** Why a move cannot be asked for now, naming those that can; empty if it can. */
  public Optional<String> illegality(Move move, ModelRef model) {
    Stage stage = stage(model);
    Lineup now = lineup();
    boolean isFirst = move == Move.PROMOTE && stage == Stage.VERIFIED && now.champion().isEmpty();
    if (stage == null) {
      return Optional.of("%s is not registered with %s; register it".formatted(model, scorer));
    }
    if (!isFirst && !move.isLegalFrom(stage)) {
      return Optional.of(
          "%s is %s: %s is not possible from there, but %s"
              .formatted(model, stage.word(), move.word(), legal(stage, now)));
    }
    Optional<ModelRef> inTheWay =
        move == Move.SHADOW
            ? now.shadow()
            : move == Move.CANARY ? now.canary().map(Lineup.Canary::model) : Optional.empty();
    if (inTheWay.isPresent()) {
      return Optional.of(
          "%s is %s already; roll it back or promote it first"
              .formatted(inTheWay.get(), move.word()));
    }
    if ((move == Move.CANARY || move == Move.SHADOW) && now.champion().isEmpty()) {
      return Optional.of(
          "%s: there is no champion to be compared with; promote %s".formatted(move.word(), model));
    }
    if (move == Move.ROLLBACK && stage == Stage.CHAMPION && now.standby().isEmpty()) {
      return Optional.of(
          "%s is champion and none stands by to take its place; promote another".formatted(model));
    }
    return Optional.empty();
  }

  private static String legal(Stage stage, Lineup now) {
    List<String> legal = new ArrayList<>(Move.legalFrom(stage));
    if (stage == Stage.REGISTERED) {
      legal.add(0, "verify");
    }
    if (stage == Stage.VERIFIED && now.champion().isEmpty()) {
      legal.add("promote");
    }
    return legal.isEmpty() ? "nothing is: register a new version" : String.join(", ", legal);
  }

  /** Where a version stands; {@code null} if the log does not know it. */
  public Stage stage(ModelRef model) {
    Version version = versions.get(model);
    return version == null ? null : version.stage();
  }

  public Map<ModelRef, Version> versions() {
    return Map.copyOf(versions);
  }

  /** The line-up for events after all that are decided. */
  public Lineup lineup() {
    return lineups.get(lineups.size() - 1);
  }

  /** The line-up for an event of this time: that of the last transition before it. */
  public Lineup lineupAt(long ts) {
    for (int i = lineups.size() - 1; i > 0; i--) {
      if (ts >= lineups.get(i).from()) {
        return lineups.get(i);
      }
    }
    return lineups.get(0);
  }

  /** All line-ups, oldest first; the first is empty. */
  public List<Lineup> lineups() {
    return lineups;
  }

  /** What the transition that is under way would make of the line-up. */
  public Optional<Lineup> prospect() {
    return pending.map(
        transition -> apply(transition.request(), lineup(), new HashMap<>(versions)));
  }

  /** The transition that is under way. */
  public Optional<Transition> pending() {
    return pending;
  }

  /** Those that happened or were abandoned, in order. */
  public List<Transition> decided() {
    return decided;
  }

  /** The transition of this number, if it is decided. */
  public Optional<Transition> decided(int number) {
    return decided.stream().filter(t -> t.request().number() == number).findFirst();
  }

  /** How many of them were abandoned. */
  public int abandoned() {
    return (int) decided.stream().filter(t -> t.abandoned().isPresent()).count();
  }

  /** The number that the next request must bear. */
  public int nextNumber() {
    return decided.size() + 1;
  }

  /** Activations that came too late for what a subtask had promised itself, and had no effect. */
  public int voidActivations() {
    return voidActivations;
  }
}
