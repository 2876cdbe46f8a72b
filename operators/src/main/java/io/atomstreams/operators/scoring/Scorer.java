package io.atomstreams.operators.scoring;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.Prediction.Role;
import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.rollout.Lineup;
import io.atomstreams.operators.rollout.Timeline;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Scores vectors with the model that the line-up of their event time names, and where it fails with
 * the next of the chain canary → champion → the one that stands by → base rate: every vector gets
 * its prediction, and each says what made it and instead of what.
 *
 * <p>One thread. Cost: one flat model call a batch and model, no allocation but the predictions.
 */
public final class Scorer {

  /**
   * What to score with.
   *
   * @param id the scorer's id, part of every prediction's id
   * @param baseRate the score without a model, in [0, 1]; a model brings its own
   * @param specHash hash of the settings that the vector follows from
   */
  public record Options(String id, float baseRate, String specHash) implements Serializable {

    public Options {
      if (!(baseRate >= 0 && baseRate <= 1)) {
        throw new IllegalArgumentException("baseRate is " + baseRate + ", must be 0 to 1");
      }
    }
  }

  private final Options options;
  private final String maker;
  private final String shadowMaker;
  private final WarmModels models;
  private final FallbackChain chain;
  private final List<BatchGroup> groups = new ArrayList<>();
  private final float[] scores;
  private final ServedModel[] servedBy;
  private final Prediction[] predictions;

  /**
   * A scorer.
   *
   * @param models those that are ready; others are loaded when an event of their time comes
   * @param servedFeatures names of the vectors' places, in order
   * @param maxRows the largest batch
   * @param nanoClock for the statistics of guardrails only
   */
  public Scorer(
      Options options,
      WarmModels models,
      Supplier<List<String>> servedFeatures,
      int maxRows,
      LongSupplier nanoClock) {
    this.options = options;
    this.maker = options.id() + "\nchampion";
    this.shadowMaker = options.id() + "\nshadow";
    this.models = models;
    this.chain = new FallbackChain(models, servedFeatures, nanoClock, maxRows);
    this.scores = new float[maxRows];
    this.servedBy = new ServedModel[maxRows];
    this.predictions = new Prediction[maxRows];
  }

  /**
   * Scores the first {@code size} records of a batch, in order. What is no probability is no score:
   * the next of the chain answers for that row, whatever rows it was scored with.
   *
   * @return why another than the assigned model answers for rows of this batch; empty if none does
   */
  public String score(
      Timeline timeline, FeatureRecord[] batch, int size, Consumer<? super Prediction> out) {
    groups.clear();
    for (int i = 0; i < size; i++) {
      FeatureRecord record = batch[i];
      Lineup lineup = timeline.lineupAt(record.ts());
      Optional<Lineup.Canary> canary = lineup.canary();
      if (canary.isPresent() && canary.get().answersFor(entity(record), record.ts())) {
        add(lineup, Optional.of(canary.get().model()), Role.CANARY, i);
      } else {
        add(lineup, lineup.champion(), Role.CHAMPION, i);
      }
    }
    answer(timeline.lineup(), batch, size, maker);
    for (int i = 0; i < size; i++) {
      out.accept(predictions[i]);
    }
    return chain.takeFailure();
  }

  /**
   * Has the shadows of the line-ups score the first {@code size} records of a batch. A shadow that
   * fails says nothing.
   *
   * @return why a shadow has failed for rows of this batch; empty if none has
   */
  public String shadow(
      Timeline timeline, FeatureRecord[] batch, int size, Consumer<? super Prediction> out) {
    groups.clear();
    for (int i = 0; i < size; i++) {
      Lineup lineup = timeline.lineupAt(batch[i].ts());
      if (lineup.shadow().isPresent()) {
        add(lineup, lineup.shadow(), Role.SHADOW, i);
      }
    }
    answer(timeline.lineup(), batch, size, shadowMaker);
    for (BatchGroup group : groups) {
      for (int i = 0; i < group.size; i++) {
        if (servedBy[group.places[i]] != null) {
          out.accept(predictions[group.places[i]]);
        }
      }
    }
    return chain.takeFailure();
  }

  /** The key that the event is filed under. */
  private static String entity(FeatureRecord record) {
    return record.touched().get(0).entity();
  }

  private void add(Lineup lineup, Optional<ModelRef> assigned, Role role, int place) {
    BatchGroup group = null;
    for (BatchGroup one : groups) {
      group = one.isOf(lineup, role) ? one : group;
    }
    if (group == null) {
      group = new BatchGroup(lineup, assigned, role, scores.length);
      groups.add(group);
    }
    group.places[group.size++] = place;
  }

  private void answer(Lineup present, FeatureRecord[] batch, int size, String madeBy) {
    Arrays.fill(servedBy, 0, size, null);
    for (BatchGroup group : groups) {
      chain.answer(group, group.lineup.number() == present.number(), batch, scores, servedBy);
      for (int i = 0; i < group.size; i++) {
        int place = group.places[i];
        predictions[place] =
            prediction(batch[place], scores[place], servedBy[place], group, madeBy);
      }
    }
  }

  /** The predictions of the batch that was scored last, at their places; not to be changed. */
  Prediction[] predictions() {
    return predictions;
  }

  /** What made them; {@code null} where the base rate did. */
  ServedModel[] servedBy() {
    return servedBy;
  }

  private Prediction prediction(
      FeatureRecord record, float score, ServedModel model, BatchGroup group, String madeBy) {
    float baseRate = model == null ? baseRate(group) : (float) model.manifest().baseRate();
    boolean isAssigned = model == null ? group.assigned.isEmpty() : group.isAssigned(model.ref());
    FeatureRecord.Touch entity = record.touched().get(0);
    return new Prediction(
        RecordId.of("prediction", record.tenant(), madeBy, record.source()),
        record.tenant(),
        entity.entity(),
        options.id(),
        model == null ? baseRate : score,
        baseRate,
        model == null ? Prediction.BASE_RATE : model.versionText(),
        model == null ? "" : model.digest(),
        isAssigned ? "" : group.assigned.map(ModelRef::toString).orElse(""),
        group.role,
        options.specHash(),
        record.listHash(),
        entity.sequence(),
        record.ts(),
        record.source(),
        record.readAtMicros());
  }

  /** Of the model that should have answered, if that much of it is here. */
  private float baseRate(BatchGroup group) {
    return group
        .assigned
        .flatMap(models::find)
        .map(model -> (float) model.manifest().baseRate())
        .orElse(options.baseRate());
  }

  /** What a role's models have done since they were last cleared. */
  public ArmStats stats(Role role) {
    return chain.stats(role);
  }

  /** How many models are left in peace now for having failed. */
  public int openCircuits() {
    return chain.openCircuits();
  }

  /** Lets all other versions go. */
  public void keepOnly(Set<ModelRef> wanted) {
    models.keepOnly(wanted);
    chain.keepOnly(wanted);
  }
}
