package io.atomstreams.operators.flink;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureLists;
import io.atomstreams.operators.scoring.Scorer;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts {@link Scorer}. Everything that comes in goes on at once; vectors to be scored are kept
 * back as well until the batch is full or its oldest has waited {@code maxWait}, and their
 * predictions follow.
 *
 * <p>The batch is empty whenever a checkpoint barrier, a watermark or the end of input passes, so
 * nothing has to be kept in state: this is why it is an operator and not a function.
 */
public final class ScoringOperator extends AbstractStreamOperator<Output>
    implements OneInputStreamOperator<Output, Output>, BoundedOneInput {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ScoringOperator.class);
  private static final int HISTOGRAM_WINDOW = 1024;

  /**
   * The micro-batch.
   *
   * @param maxRows 2 to 4096
   * @param maxWait 0 to 1 second
   */
  public record Batching(int maxRows, Duration maxWait) implements Serializable {

    public Batching {
      if (maxRows < 2 || maxRows > 4096) {
        throw new IllegalArgumentException("maxRows is " + maxRows + ", must be 2 to 4096");
      }
      if (maxWait.isNegative() || maxWait.toMillis() > 1000) {
        throw new IllegalArgumentException("maxWait is " + maxWait + ", must be 0 to 1s");
      }
    }
  }

  // Configuration.
  private final Scorer.Options options;
  private final Batching batching;
  private final FeatureList declared;
  private final FeatureAddition.Log additions;

  // Runtime.
  private transient Scorer scorer;
  private transient boolean modelServes;
  private transient FeatureRecord[] batch;
  private transient int size;
  private transient ScheduledFuture<?> timer;
  private transient Counter predictions;
  private transient Counter fallbacks;
  private transient Histogram batchRows;
  private transient Histogram scoringMicros;

  /**
   * The scoring stage of a job.
   *
   * @param declared the features of the vectors
   * @param additions what has joined them: a model that needs one is found when the job starts
   */
  public ScoringOperator(
      Scorer.Options options,
      Batching batching,
      FeatureList declared,
      FeatureAddition.Log additions) {
    this.options = options;
    this.batching = batching;
    this.declared = declared;
    this.additions = additions;
  }

  @Override
  public void open() throws Exception {
    super.open();
    batch = new FeatureRecord[batching.maxRows()];
    List<String> features = new FeatureLists(declared, additions.read()).latest().names();
    scorer =
        new Scorer(
            options,
            ModelStores.open(options.models(), options.trust()),
            features,
            batching.maxRows());
    modelServes = !scorer.version().equals(Prediction.BASE_RATE);
    MetricGroup group = getMetricGroup().addGroup("atom");
    Counter loadFailures = group.counter("model_load_failures_total");
    if (!scorer.reason().isEmpty()) {
      loadFailures.inc();
      LOG.warn("{} scores with {}: {}", options.id(), scorer.version(), scorer.reason());
    }
    MetricGroup byModel = group.addGroup("model", scorer.version());
    predictions = byModel.counter("predictions_total");
    fallbacks = group.counter("scoring_failures_total");
    batchRows = group.histogram("batch_rows", histogram());
    scoringMicros = group.histogram("scoring_micros", histogram());
  }

  private static Histogram histogram() {
    return new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW);
  }

  @Override
  public void processElement(StreamRecord<Output> element) {
    output.collect(element);
    if (element.getValue() instanceof FeatureRecord record && record.scored()) {
      batch[size++] = record;
      if (size == batch.length) {
        flush();
      } else if (timer == null) {
        setTimer();
      }
    }
  }

  private void setTimer() {
    long at = getProcessingTimeService().getCurrentProcessingTime() + batching.maxWait().toMillis();
    timer =
        getProcessingTimeService()
            .registerTimer(
                at,
                fired -> {
                  timer = null;
                  flush();
                });
  }

  private void flush() {
    if (size == 0) {
      return;
    }
    long start = System.nanoTime();
    String failure = scorer.score(batch, size, this::emit);
    scoringMicros.update((System.nanoTime() - start) / 1000);
    batchRows.update(size);
    if (!failure.isEmpty()) {
      LOG.warn("{} scored with the base rate: {}", options.id(), failure);
    }
    Arrays.fill(batch, 0, size, null);
    size = 0;
  }

  private void emit(Prediction prediction) {
    predictions.inc();
    if (modelServes && prediction.modelVersion().equals(Prediction.BASE_RATE)) {
      fallbacks.inc();
    }
    output.collect(new StreamRecord<>(prediction, prediction.ts()));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    super.processWatermark(mark);
  }

  @Override
  public void endInput() {
    flush();
  }

  @Override
  public void close() throws Exception {
    if (scorer != null) {
      scorer.close();
    }
    super.close();
  }
}
