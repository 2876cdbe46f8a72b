package io.atomstreams.operators.rollout;

import io.atomstreams.model.ModelRef;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who scores the events of a stretch of event time.
 *
 * @param number the transition that made it, 0 before the first
 * @param from event time of its first event, ms
 * @param champion empty: the base rate is the score
 * @param standby the champion before, answers where the champion fails
 * @param canary answers for its share of the entities
 * @param shadow scores along
 */
public record Lineup(
    int number,
    long from,
    Optional<ModelRef> champion,
    Optional<ModelRef> standby,
    Optional<Canary> canary,
    Optional<ModelRef> shadow) {

  /** Nobody. */
  public static final Lineup EMPTY =
      new Lineup(
          0,
          Long.MIN_VALUE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * A canary.
   *
   * @param number of the transition that began it
   * @param since event time of its first event, ms
   */
  public record Canary(ModelRef model, Ramp ramp, int number, long since, Assignment assignment) {

    /** Whether it answers for the entity at this event time. */
    public boolean answersFor(String entity, long ts) {
      return assignment.place(entity) < shareAt(ts);
    }

    public double shareAt(long ts) {
      return ramp.shareAfter(ts - since);
    }

    public int stepAt(long ts) {
      return ramp.stepAfter(ts - since);
    }
  }

  /** Who answers for an entity; empty: the base rate does. */
  public Optional<ModelRef> primary(String entity, long ts) {
    return canary.isPresent() && canary.get().answersFor(entity, ts)
        ? Optional.of(canary.get().model())
        : champion;
  }

  /** All that must be warm for it. */
  public Set<ModelRef> models() {
    Set<ModelRef> models = new TreeSet<>();
    champion.ifPresent(models::add);
    standby.ifPresent(models::add);
    canary.ifPresent(serving -> models.add(serving.model()));
    shadow.ifPresent(models::add);
    return models;
  }

  Lineup at(int transition, long effectiveFrom) {
    return new Lineup(transition, effectiveFrom, champion, standby, canary, shadow);
  }

  Lineup withShadow(Optional<ModelRef> model) {
    return new Lineup(number, from, champion, standby, canary, model);
  }

  Lineup withCanary(Optional<Canary> next) {
    return new Lineup(number, from, champion, standby, next, shadow);
  }

  Lineup withChampion(Optional<ModelRef> model, Optional<ModelRef> before) {
    return new Lineup(number, from, model, before, canary, shadow);
  }

  /** Without a version that is only in the way: not the champion. */
  Lineup without(ModelRef model) {
    Lineup less = shadow.filter(model::equals).isPresent() ? withShadow(Optional.empty()) : this;
    less =
        less.canary.filter(serving -> serving.model().equals(model)).isPresent()
            ? less.withCanary(Optional.empty())
            : less;
    return less.standby.filter(model::equals).isPresent()
        ? less.withChampion(less.champion, Optional.empty())
        : less;
  }
}
