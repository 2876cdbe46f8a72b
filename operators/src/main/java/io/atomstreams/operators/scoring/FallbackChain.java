package io.atomstreams.operators.scoring;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction.Role;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks the models of a group one after the other until every row has a score that is one: each
 * answers what those before it could not. A model that keeps failing is left in peace for a while
 * ({@link CircuitBreaker}). Keeps the account of how the assigned models do. One thread.
 */
final class FallbackChain {

  private final WarmModels models;
  private final Supplier<List<String>> servedFeatures;
  private final LongSupplier nanoClock;
  private final ModelCall call = new ModelCall();
  private final Map<ModelRef, CircuitBreaker> breakers = new HashMap<>();
  private final Map<Role, ArmStats> stats = new EnumMap<>(Role.class);
  private final int[] left;
  private String failure = "";

  FallbackChain(
      WarmModels models,
      Supplier<List<String>> servedFeatures,
      LongSupplier nanoClock,
      int maxRows) {
    this.models = models;
    this.servedFeatures = servedFeatures;
    this.nanoClock = nanoClock;
    this.left = new int[maxRows];
    for (Role role : Role.values()) {
      stats.put(role, new ArmStats());
    }
  }

  /**
   * Scores a group.
   *
   * @param counts whether its line-up is the present one: an earlier one says nothing of those in
   *     service
   * @param scores receives a score at each of the group's places that has one
   * @param servedBy receives what made it; untouched where nothing did
   */
  void answer(
      BatchGroup group,
      boolean counts,
      FeatureRecord[] batch,
      float[] scores,
      ServedModel[] servedBy) {
    System.arraycopy(group.places, 0, left, 0, group.size);
    int count = group.size;
    for (ModelRef ref : group.chain()) {
      ArmStats arm = counts && group.isAssigned(ref) ? stats.get(group.role) : new ArmStats();
      ServedModel model = attempt(ref, batch, count, scores, arm);
      int unanswered = 0;
      for (int i = 0; i < count; i++) {
        int place = left[i];
        if (isUsable(scores[place])) {
          arm.scored(scores[place]);
          servedBy[place] = model;
        } else {
          arm.failed();
          noteUnusable(model, scores[place], batch[place]);
          left[unanswered++] = place;
        }
      }
      count = unanswered;
      if (count == 0) {
        return;
      }
    }
  }

  private static boolean isUsable(float score) {
    return score >= 0 && score <= 1;
  }

  private void noteUnusable(ServedModel model, float score, FeatureRecord record) {
    if (model != null) {
      note("model %s gives %s for %s, must be in [0, 1]".formatted(model, score, record.source()));
    }
  }

  /** Scores the rows that are left; without a model that answers, all of them {@code NaN}. */
  private ServedModel attempt(
      ModelRef ref, FeatureRecord[] batch, int count, float[] scores, ArmStats arm) {
    CircuitBreaker breaker = breakers.computeIfAbsent(ref, absent -> new CircuitBreaker());
    if (breaker.letsThrough()) {
      try {
        ServedModel model =
            models.find(ref).orElseGet(() -> models.warm(ref, servedFeatures.get()));
        long start = nanoClock.getAsLong();
        call.score(model, batch, left, count, scores);
        arm.called(nanoClock.getAsLong() - start);
        arm.saw(count * model.featureCount(), call.missing());
        breaker.succeeded();
        return model;
      } catch (ModelException e) {
        note(e.getMessage());
      } catch (RuntimeException | LinkageError e) { // engines throw their own
        if (Thread.currentThread().isInterrupted()) {
          throw e; // the task is cancelled: that is no failure of the model
        }
        note("model " + ref + ": " + e);
      }
      breaker.failed();
    } else {
      note("model " + ref + ": it has failed several times and is left in peace for a while");
    }
    for (int i = 0; i < count; i++) {
      scores[left[i]] = Float.NaN;
    }
    return null;
  }

  private void note(String why) {
    if (failure.isEmpty()) {
      failure = why;
    }
  }

  /** The first thing that went wrong since it was last asked; empty if nothing did. */
  String takeFailure() {
    String taken = failure;
    failure = "";
    return taken;
  }

  ArmStats stats(Role role) {
    return stats.get(role);
  }

  /** The models that are left in peace now. */
  int openCircuits() {
    return (int) breakers.values().stream().filter(CircuitBreaker::isOpen).count();
  }

  /** Forgets how versions did that are not wanted any more. */
  void keepOnly(Set<ModelRef> wanted) {
    breakers.keySet().retainAll(wanted);
  }
}
