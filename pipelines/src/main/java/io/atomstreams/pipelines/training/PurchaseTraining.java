package io.atomstreams.pipelines.training;

import io.atomstreams.model.packaging.ModelPackager;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.training.MlpTrainer;
import io.atomstreams.model.training.TimeSplit;
import io.atomstreams.model.training.TrainingProgress;
import io.atomstreams.model.training.TrainingRun;
import io.atomstreams.model.training.TrainingSet;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.label.LabelPass;
import io.atomstreams.operators.label.LabelSpec;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains {@code purchase_30d}: will this customer order again within 30 days of this order?
 *
 * <p>The rows are the vectors of the feature log exactly as they were scored. The log is cut by
 * time: the first 60 % of the rows train, the next 20 % stop the training, the last 20 % are the
 * test; a gap of one horizon keeps what a label saw out of the next period. The vectors of a log's
 * first 90 days come from windows that are not full yet and are left out. Every labelled vector is
 * a row, also one answered before its horizon has passed.
 */
public final class PurchaseTraining {

  private static final double TRAIN = 0.6;
  private static final double VALIDATION = 0.2;
  private static final int HORIZONS_NEEDED = 5;

  private final FeatureList features;
  private final LabelSpec label;
  private final Duration warmUp;

  /**
   * A training on one feature list.
   *
   * @param label the model is called after it
   * @param warmUp how much of the log's beginning is left out
   */
  public PurchaseTraining(FeatureList features, LabelSpec label, Duration warmUp) {
    this.features = features;
    this.label = label;
    this.warmUp = warmUp;
  }

  /** Labels, splits, trains. */
  public TrainingRun train(
      List<FeatureRecord> log, long seed, TrainingProgress progress, Consumer<String> news) {
    TrainingSet set = trainingSet(log, news);
    TimeSplit split = TimeSplit.byShares(set, TRAIN, VALIDATION, label.horizon());
    return TrainingRun.run(set, split, MlpTrainer.Options.defaults(seed), progress);
  }

  /** Packs a run as the model's next version. */
  public ModelManifest pack(TrainingRun run, ModelRegistry models, String command) {
    return new ModelPackager(models).packNext(label.id(), run, command);
  }

  TrainingSet trainingSet(List<FeatureRecord> log, Consumer<String> news) {
    LabelPass.Outcome outcome = new LabelPass(label).label(log);
    long first = log.stream().mapToLong(FeatureRecord::ts).min().orElse(0);
    List<LabelPass.Labelled> rows =
        outcome.labelled().stream()
            .filter(row -> row.record().ts() >= first + warmUp.toMillis())
            .toList();
    news.accept(
        "%,d records, %,d labelled vectors, %,d of them after the first %d days, %,d undecided"
            .formatted(
                log.size(),
                outcome.labelled().size(),
                rows.size(),
                warmUp.toDays(),
                outcome.undecided().size()));
    long last = log.stream().mapToLong(FeatureRecord::ts).max().orElse(0);
    long needed = warmUp.toDays() + HORIZONS_NEEDED * label.horizon().toDays();
    if (rows.isEmpty() || last - first < Duration.ofDays(needed).toMillis()) {
      throw new IllegalArgumentException(
          "the feature log spans %d days; the first %d are left out (--warm-up), and training, validation and test with their labels of %d days need %d more: bring a longer log or a shorter warm-up"
              .formatted(
                  Duration.ofMillis(last - first).toDays(),
                  warmUp.toDays(),
                  label.horizon().toDays(),
                  needed - warmUp.toDays()));
    }
    return toSet(rows);
  }

  private TrainingSet toSet(List<LabelPass.Labelled> rows) {
    int width = features.size();
    float[] values = new float[rows.size() * width];
    boolean[] labels = new boolean[rows.size()];
    long[] times = new long[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      FeatureRecord record = rows.get(i).record();
      if (!record.listHash().equals(features.hash())) {
        throw new IllegalArgumentException(
            "the log's vectors are of feature list %s, the configuration's list %s is %s; train on a log of the same list"
                .formatted(record.listHash(), features.id(), features.hash()));
      }
      System.arraycopy(record.vector(), 0, values, i * width, width);
      labels[i] = rows.get(i).positive();
      times[i] = record.ts();
    }
    return new TrainingSet(features.names(), values, labels, times);
  }
}
