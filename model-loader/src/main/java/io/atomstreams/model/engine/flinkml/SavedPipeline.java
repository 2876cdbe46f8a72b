package io.atomstreams.model.engine.flinkml;

import io.atomstreams.model.ModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Scalers, then what predicts. A stage reads the column that its parameters name: the row's own, or
 * what an earlier scaler wrote; those that nothing later reads are left out.
 *
 * @param scalers in order, those on the way to the predictor
 * @param missing what a missing value counts as, per feature: the mean of the first scaler, which
 *     knows it, and 0 without one
 */
record SavedPipeline(List<Scaler> scalers, Predictor predictor, double[] missing) {

  private static final String PIPELINE = "PipelineModel";
  private static final List<String> LAST =
      List.of(LogisticRegression.KIND, KMeans.KIND, Scaler.KIND);

  static SavedPipeline read(SavedStage saved) {
    List<SavedStage> stages = saved.kind().equals(PIPELINE) ? saved.stages() : List.of(saved);
    Map<String, Scaler> writers = new HashMap<>();
    for (SavedStage stage : stages.subList(0, stages.size() - 1)) {
      requireKind(stage, List.of(Scaler.KIND), "before the last stage of a pipeline");
      Scaler scaler = Scaler.read(stage);
      writers.put(scaler.output(), scaler);
    }
    SavedStage last = stages.get(stages.size() - 1);
    requireKind(last, LAST, "as the last stage");
    if (last.kind().equals(Scaler.KIND)) {
      Scaler scaler = Scaler.read(last);
      writers.put(scaler.output(), scaler);
      return of(wayTo(scaler.output(), writers), new ScaledVector(scaler.mean().length), last);
    }
    return ofPredictor(writers, last, stages);
  }

  private static void requireKind(SavedStage stage, List<String> kinds, String where) {
    if (!kinds.contains(stage.kind())) {
      throw new ModelException(
          "%s is a %s; engine flinkml runs %s %s"
              .formatted(stage.directory(), stage.className(), String.join(", ", kinds), where));
    }
  }

  private static SavedPipeline ofPredictor(
      Map<String, Scaler> writers, SavedStage last, List<SavedStage> stages) {
    Predictor predictor =
        last.kind().equals(KMeans.KIND) ? KMeans.read(last) : LogisticRegression.read(last);
    String column = last.text("featuresCol", "features");
    List<Scaler> way = wayTo(column, writers);
    String own = stages.size() == 1 ? column : stages.get(0).text("inputCol", "input");
    if (way.isEmpty() && !column.equals(own)) {
      throw new ModelException(
          "%s reads the column %s; the pipeline takes %s and its scalers write %s"
              .formatted(last.directory(), column, own, writers.keySet()));
    }
    return of(way, predictor, last);
  }

  /** The scalers through which the row's own column becomes this one. */
  private static List<Scaler> wayTo(String column, Map<String, Scaler> writers) {
    List<Scaler> way = new ArrayList<>();
    String wanted = column;
    for (int step = 0; step < writers.size() && writers.containsKey(wanted); step++) {
      Scaler scaler = writers.get(wanted);
      way.add(0, scaler);
      wanted = scaler.input();
    }
    return way;
  }

  private static SavedPipeline of(List<Scaler> way, Predictor predictor, SavedStage last) {
    for (Scaler scaler : way) {
      if (scaler.mean().length != predictor.inputs()) {
        throw new ModelException(
            "%s takes %d values, the scaler before it gives %d"
                .formatted(last.directory(), predictor.inputs(), scaler.mean().length));
      }
    }
    double[] missing = way.isEmpty() ? new double[predictor.inputs()] : way.get(0).mean().clone();
    return new SavedPipeline(List.copyOf(way), predictor, missing);
  }

  /** One row as the predictor takes it. */
  double[] scaled(float[] rows, int from) {
    double[] x = new double[missing.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.isNaN(rows[from + i]) ? missing[i] : rows[from + i];
    }
    return scaled(x);
  }

  /** The row whose values are all missing, as the predictor takes it. */
  double[] scaledMissing() {
    return scaled(Arrays.copyOf(missing, missing.length));
  }

  private double[] scaled(double[] x) {
    double[] result = x;
    for (Scaler scaler : scalers) {
      result = scaler.scale(result);
    }
    return result;
  }
}
