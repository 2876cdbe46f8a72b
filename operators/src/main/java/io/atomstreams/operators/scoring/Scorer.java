package io.atomstreams.operators.scoring;

import io.atomstreams.model.registry.ArtifactCache;
import io.atomstreams.model.registry.ArtifactLimits;
import io.atomstreams.model.registry.DirectoryFiles;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.model.serving.ModelSlot;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.RecordId;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Scores vectors with the latest fitting version of a model, and with the base rate where there is
 * none or where it fails: every vector gets its prediction, and each says what made it.
 *
 * <p>One thread. Cost: one flat model call a batch, no allocation but the predictions.
 */
public final class Scorer implements AutoCloseable {

  private static final String CHAMPION = "champion";

  /**
   * What to score with.
   *
   * @param id the scorer's id, part of every prediction's id
   * @param model the model's name
   * @param models where the registry of models is: a directory or a URI
   * @param baseRate the score without a model, in [0, 1]; a model brings its own
   * @param trust whose models are opened
   */
  public record Options(String id, String model, String models, float baseRate, Trust trust)
      implements Serializable {

    /** Of models that anybody may have registered. */
    public Options(String id, String model, String models, float baseRate) {
      this(id, model, models, baseRate, Trust.ANYBODY);
    }

    public Options {
      if (!(baseRate >= 0 && baseRate <= 1)) {
        throw new IllegalArgumentException("baseRate is " + baseRate + ", must be 0 to 1");
      }
    }
  }

  private final Options options;
  private final String maker;
  private final ModelSlot slot;
  private final int features;
  private final int maxRows;
  private float[] rows = {};
  private float[] scores;

  /** Opens a scorer of models in a directory. */
  public Scorer(Options options, List<String> features, int maxRows) {
    this(
        options,
        new ModelRegistry(
            new DirectoryFiles(Path.of(options.models())),
            ArtifactCache.ofUser(),
            options.trust(),
            ArtifactLimits.DEFAULT),
        features,
        maxRows);
  }

  /**
   * Opens a scorer and looks for a model.
   *
   * @param registry where models are, under the trust of the options
   * @param features names of the vectors' places, in order
   * @param maxRows the largest batch
   */
  public Scorer(Options options, ModelRegistry registry, List<String> features, int maxRows) {
    this.options = options;
    this.maker = options.id() + "\n" + CHAMPION;
    this.slot = new ModelSlot(registry, options.model(), features);
    this.features = features.size();
    this.maxRows = maxRows;
    this.scores = new float[maxRows];
    slot.refresh();
  }

  /** The version that serves, or {@link Prediction#BASE_RATE}. */
  public String version() {
    return slot.serving().map(ServedModel::versionText).orElse(Prediction.BASE_RATE);
  }

  /** Why no model serves; empty if one does. */
  public String reason() {
    return slot.reason();
  }

  /**
   * Scores the first {@code size} records of a batch, in order. What is no probability is no score:
   * the base rate stands in for that row, whatever rows it was scored with.
   *
   * @return why the base rate stands in for rows of this batch although there is a model; empty if
   *     it does not
   */
  public String score(FeatureRecord[] batch, int size, Consumer<Prediction> out) {
    ServedModel model = slot.serving().orElse(null);
    String failure = "";
    float baseRate = model == null ? options.baseRate() : (float) model.manifest().baseRate();
    if (model != null) {
      try {
        call(model, batch, size);
      } catch (RuntimeException e) { // engines throw their own
        failure = "model " + model + ": " + e;
        Arrays.fill(scores, 0, size, Float.NaN);
      }
    }
    if (model == null) {
      Arrays.fill(scores, 0, size, Float.NaN);
    }
    String version = version();
    for (int i = 0; i < size; i++) {
      boolean usable = scores[i] >= 0 && scores[i] <= 1;
      if (!usable && model != null && failure.isEmpty()) {
        failure =
            "model %s gives %s for %s, must be in [0, 1]"
                .formatted(version, scores[i], batch[i].source());
      }
      out.accept(
          usable
              ? prediction(batch[i], scores[i], baseRate, version)
              : prediction(batch[i], baseRate, baseRate, Prediction.BASE_RATE));
    }
    return failure;
  }

  private void call(ServedModel model, FeatureRecord[] batch, int size) {
    int width = model.featureCount();
    if (rows.length < maxRows * width) {
      rows = new float[maxRows * width];
    }
    for (int i = 0; i < size; i++) {
      model.project(whole(batch[i].vector()), 0, rows, i);
    }
    model.score(rows, size, scores);
  }

  /** A vector from before features joined has none of them. */
  private float[] whole(float[] vector) {
    if (vector.length >= features) {
      return vector;
    }
    float[] whole = Arrays.copyOf(vector, features);
    Arrays.fill(whole, vector.length, features, Float.NaN);
    return whole;
  }

  private Prediction prediction(
      FeatureRecord record, float probability, float baseRate, String version) {
    FeatureRecord.Touch entity = record.touched().get(0);
    return new Prediction(
        RecordId.of("prediction", record.tenant(), maker, record.source()),
        record.tenant(),
        entity.entity(),
        options.id(),
        probability,
        baseRate,
        version,
        record.listHash(),
        entity.sequence(),
        record.ts(),
        record.source(),
        record.readAtMicros());
  }

  @Override
  public void close() {
    slot.close();
  }
}
