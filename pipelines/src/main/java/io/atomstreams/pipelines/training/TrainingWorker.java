package io.atomstreams.pipelines.training;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.NearestNames;
import io.atomstreams.model.network.Architectures;
import io.atomstreams.model.packaging.ModelPackager;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.training.MlpTrainer;
import io.atomstreams.model.training.TimeSplit;
import io.atomstreams.model.training.TrainedNetwork.Epoch;
import io.atomstreams.model.training.TrainingProgress;
import io.atomstreams.model.training.TrainingRun;
import io.atomstreams.model.training.TrainingSet;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.label.LabelPass.Labelled;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.pipelines.training.TrainingOutcome.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries out training requests: reads the rows, trains within the bounds, registers the result as
 * the model's next version with the request in its lineage, and says what became of it.
 *
 * <p>A request whose version is in the registry already is answered with that version and not
 * trained again, so a worker that is killed between registering and answering does no harm.
 */
public final class TrainingWorker {

  /** What the rows of a feature log are made for. */
  private static final String ARCHITECTURE = "mlp";

  private static final double TRAIN = 0.6;
  private static final double VALIDATION = 0.2;
  private static final int HIDDEN_1 = 32;
  private static final int HIDDEN_2 = 16;

  private final FeatureList features;
  private final Function<String, LabelSpec> labels;
  private final Supplier<List<FeatureRecord>> log;
  private final ModelRegistry models;
  private final InstantSource clock;

  /**
   * A worker.
   *
   * @param labels the label of an id; throws {@code IllegalArgumentException} if there is none
   * @param log reads the feature log as it is now
   */
  public TrainingWorker(
      FeatureList features,
      Function<String, LabelSpec> labels,
      Supplier<List<FeatureRecord>> log,
      ModelRegistry models,
      InstantSource clock) {
    this.features = features;
    this.labels = labels;
    this.log = log;
    this.models = models;
    this.clock = clock;
  }

  /** Carries out one request; every failure is an answer. */
  public TrainingOutcome answer(TrainingRequest request, TrainingProgress progress) {
    try {
      Optional<ModelManifest> earlier = earlier(request);
      return TrainingOutcome.of(
          request, earlier.isPresent() ? earlier.get() : train(request, progress));
    } catch (TrainingRefusal e) {
      return e.outcome();
    } catch (RuntimeException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      return TrainingOutcome.without(request.id(), Status.FAILED, request.model(), reason);
    }
  }

  /** The version that answers this request, if there is one. */
  private Optional<ModelManifest> earlier(TrainingRequest request) {
    return models.versions(request.model()).stream()
        .map(version -> models.manifest(new ModelRef(request.model(), version)))
        .filter(manifest -> manifest.lineage().command().equals(request.command()))
        .findFirst();
  }

  private ModelManifest train(TrainingRequest request, TrainingProgress progress) {
    requireArchitecture(request);
    LabelSpec label = label(request);
    TrainingSet set = rows(request, label);
    MlpTrainer.Options usual = MlpTrainer.Options.defaults(request.seed());
    MlpTrainer.Options options =
        new MlpTrainer.Options(
            List.of(HIDDEN_1, HIDDEN_2),
            usual.learningRate(),
            usual.l2(),
            usual.batchSize(),
            request.maxEpochs(),
            usual.patience(),
            request.seed());
    Instant deadline = clock.instant().plus(Duration.ofMinutes(request.maxMinutes()));
    TrainingRun run;
    try {
      TimeSplit split = TimeSplit.byShares(set, TRAIN, VALIDATION, label.horizon());
      run = TrainingRun.run(set, split, options, bounded(progress, deadline));
    } catch (ModelException e) {
      throw new TrainingRefusal(request.id(), request.model(), e.getMessage(), e);
    }
    return new ModelPackager(models).packNext(request.model(), run, request.command());
  }

  private static void requireArchitecture(TrainingRequest request) {
    String asked = request.architecture();
    if (asked.equals(ARCHITECTURE)) {
      return;
    }
    List<String> known = Architectures.all().stream().map(Architectures.Entry::name).toList();
    String reason =
        known.contains(asked)
            ? "architecture %s does not take the rows of a feature log; ask for %s"
                .formatted(asked, ARCHITECTURE)
            : "%s is no architecture; %s".formatted(asked, NearestNames.hint(asked, known));
    throw new TrainingRefusal(request.id(), request.model(), reason);
  }

  private LabelSpec label(TrainingRequest request) {
    try {
      return labels.apply(request.label());
    } catch (IllegalArgumentException e) {
      throw new TrainingRefusal(request.id(), request.model(), e.getMessage(), e);
    }
  }

  private TrainingSet rows(TrainingRequest request, LabelSpec label) {
    List<Labelled> all;
    try {
      all =
          new RowSelection(label, features.hash(), request.from(), request.to())
              .of(log.get())
              .rows();
    } catch (IllegalArgumentException e) {
      throw new TrainingRefusal(request.id(), request.model(), e.getMessage(), e);
    }
    // in the order of event time: the latest are the last
    List<Labelled> rows = all.subList(Math.max(0, all.size() - request.maxRows()), all.size());
    int width = features.size();
    float[] values = new float[rows.size() * width];
    boolean[] positive = new boolean[rows.size()];
    long[] times = new long[rows.size()];
    for (int i = 0; i < times.length; i++) {
      FeatureRecord record = rows.get(i).record();
      System.arraycopy(record.vector(), 0, values, i * width, width);
      positive[i] = rows.get(i).positive();
      times[i] = record.ts();
    }
    return new TrainingSet(features.names(), values, positive, times);
  }

  private TrainingProgress bounded(TrainingProgress progress, Instant deadline) {
    return new TrainingProgress() {
      @Override
      public void finished(Epoch epoch) {
        progress.finished(epoch);
      }

      @Override
      public void learned(int epoch, int rows, int of) {
        progress.learned(epoch, rows, of);
      }

      @Override
      public boolean goesOn() {
        return progress.goesOn() && clock.instant().isBefore(deadline);
      }
    };
  }
}
