package io.atomstreams.model.engine.flinkml;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.NearestNames;
import io.atomstreams.model.TensorSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A {@link SavedPipeline}, row by row and in double precision. */
final class FlinkMlModel implements Model {

  private final ModelRef ref;
  private final ModelSignature signature;
  private final SavedPipeline pipeline;

  /** For each value of a result row, its place among what the predictor gives. */
  private final int[] chosen;

  private volatile boolean closed;

  FlinkMlModel(ModelRef ref, ModelSignature signature, SavedPipeline pipeline) {
    this.ref = ref;
    this.signature = signature;
    this.pipeline = pipeline;
    if (pipeline.predictor().inputs() != signature.featureCount()) {
      throw new ModelException(
          "model %s: the saved model takes %d values a row, the manifest lists %d features"
              .formatted(ref, pipeline.predictor().inputs(), signature.featureCount()));
    }
    this.chosen = chosen();
    requireKind();
  }

  private int[] chosen() {
    Map<String, int[]> places = new HashMap<>();
    int from = 0;
    for (Predictor.Result result : pipeline.predictor().results()) {
      places.put(result.name(), IntStream.range(from, from + result.width()).toArray());
      from += result.width();
    }
    return signature.outputs().stream().flatMapToInt(out -> places(out, places)).toArray();
  }

  private IntStream places(TensorSpec output, Map<String, int[]> places) {
    int[] own = places.get(output.name());
    if (own == null) {
      throw new ModelException(
          "model %s: the saved model gives no %s; %s"
              .formatted(ref, output.name(), NearestNames.hint(output.name(), places.keySet())));
    }
    if (own.length != output.width()) {
      throw new ModelException(
          "model %s: %s has %d values a row, the manifest says %s"
              .formatted(ref, output.name(), own.length, output));
    }
    return IntStream.of(own);
  }

  private void requireKind() {
    boolean probability =
        pipeline.predictor() instanceof LogisticRegression
            && !signature.score().output().equals(LogisticRegression.PREDICTION);
    if (signature.score().kind() == ModelSignature.Kind.PROBABILITY && !probability) {
      throw new ModelException(
          "model %s: %s of the saved model is no probability; state the score as a value"
              .formatted(ref, signature.score().output()));
    }
  }

  @Override
  public ModelSignature signature() {
    return signature;
  }

  @Override
  public void score(float[] rows, int rowCount, float[] out) {
    requireBatch(rows, rowCount, out);
    for (int row = 0; row < rowCount; row++) {
      double[] results =
          pipeline.predictor().predict(pipeline.scaled(rows, row * signature.featureCount()));
      for (int i = 0; i < chosen.length; i++) {
        out[row * chosen.length + i] = (float) results[chosen[i]];
      }
    }
  }

  /** Refuses a call to a closed model, and arrays that are too short. */
  void requireBatch(float[] rows, int rowCount, float[] out) {
    if (closed) {
      throw new ModelException("model " + ref + ": scored after it was closed");
    }
    signature.requireBatch(ref, rows, rowCount, out);
  }

  @Override
  public Optional<Attribution> attribution() {
    return pipeline.predictor() instanceof LogisticRegression regression
            && signature.score().output().equals(LogisticRegression.PROBABILITY)
        ? Optional.of(new TermAttribution(this, pipeline, regression))
        : Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
  }
}
