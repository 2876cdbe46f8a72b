package io.atomstreams.operators.flink;

import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureLists;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.scoring.RolloutMember;
import io.atomstreams.operators.scoring.Scorer;
import io.atomstreams.operators.scoring.ScoringDesk;
import io.atomstreams.operators.scoring.ServingOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts {@link ScoringDesk} and {@link RolloutMember}. Everything that comes in goes on at once;
 * vectors to be scored are kept back as well until the batch is full or its oldest has waited
 * {@code maxWait}, and what is said of them follows.
 *
 * <p>The batch is empty whenever a checkpoint barrier, a watermark or the end of input passes, so
 * none of it has to be kept in state: this is why it is an operator and not a function. What is
 * kept is one number, up to which event time was scored, since a promise to the other subtasks
 * outlives a restart.
 */
public final class ScoringOperator extends AbstractStreamOperator<Output>
    implements OneInputStreamOperator<Output, Output>, BoundedOneInput {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ScoringOperator.class);
  private static final String SCORED_UNTIL = "scored-until";
  private static final long TICK_MILLIS = 50;
  private static final int TICKS_A_JUDGEMENT = 20;
  private static final long RANK_EVERY_MILLIS = 60_000;

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
  private final ServingOptions serving;
  private final ModelLog log;
  private final Batching batching;
  private final FeatureList declared;
  private final FeatureAddition.Log additions;

  // Runtime.
  private transient ListState<Long> scoredUntilState;
  private transient long scoredUntil;
  private transient ExecutorService staging;
  private transient RolloutMember member;
  private transient ScoringDesk desk;
  private transient ScoringMetrics figures;
  private transient FeatureRecord[] batch;
  private transient int size;
  private transient ScheduledFuture<?> timer;
  private transient ScheduledFuture<?> tick;
  private transient ScheduledFuture<?> ranking;
  private transient int ticks;

  /**
   * The scoring stage of a job.
   *
   * @param log which models score which events
   * @param declared the features of the vectors
   * @param additions what has joined them: read anew when a model is made ready
   */
  public ScoringOperator(
      Scorer.Options options,
      ServingOptions serving,
      ModelLog log,
      Batching batching,
      FeatureList declared,
      FeatureAddition.Log additions) {
    this.options = options;
    this.serving = serving;
    this.log = log;
    this.batching = batching;
    this.declared = declared;
    this.additions = additions;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    scoredUntilState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>(SCORED_UNTIL, Types.LONG));
    scoredUntil = Long.MIN_VALUE;
    for (long restored : scoredUntilState.get()) {
      scoredUntil = Math.max(scoredUntil, restored);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    batch = new FeatureRecord[batching.maxRows()];
    staging = Executors.newSingleThreadExecutor(ScoringOperator::stagingThread);
    WarmModels models = new WarmModels(ModelStores.open(serving));
    var task = getRuntimeContext().getTaskInfo();
    member =
        new RolloutMember(
            options.id(),
            new RolloutMember.Place(
                task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks()),
            log,
            models,
            this::features,
            scoredUntil,
            serving.lead().toMillis(),
            getProcessingTimeService()::getCurrentProcessingTime,
            staging);
    Scorer scorer =
        new Scorer(options, models, this::features, batching.maxRows(), System::nanoTime);
    figures = new ScoringMetrics(getMetricGroup(), scorer, member);
    desk = new ScoringDesk(options.id(), scorer, member, serving, batching.maxRows(), figures);
    figures.brownout(desk::brownoutLevel);
    for (String trouble : member.unready()) {
      figures.loadFailure();
      LOG.warn("{} begins without a model of its line-up: {}", options.id(), trouble);
    }
    setRanking();
    if (member.isLive()) {
      setTick();
    }
  }

  private static Thread stagingThread(Runnable work) {
    Thread thread = new Thread(work, "model-staging");
    thread.setDaemon(true);
    return thread;
  }

  private List<String> features() {
    return new FeatureLists(declared, additions.read()).latest().names();
  }

  @Override
  public void processElement(StreamRecord<Output> element) {
    output.collect(element);
    Output value = element.getValue();
    if (value instanceof FeatureRecord record && record.scored()) {
      member.beforeScoring(record.ts());
      batch[size++] = record;
      if (size == batch.length) {
        flush();
      } else if (timer == null) {
        setTimer();
      }
    } else if (value instanceof Alert alert) {
      desk.alerted(alert, this::emit);
    }
  }

  private void setTimer() {
    timer = in(batching.maxWait().toMillis(), this::timeIsUp);
  }

  private void timeIsUp() {
    timer = null;
    flush();
  }

  private void setTick() {
    tick = in(TICK_MILLIS, this::tick);
  }

  private void tick() {
    member.tick();
    String trouble = member.takeTrouble();
    if (!trouble.isEmpty()) {
      LOG.warn(
          "{} could not say something about its models, trying again: {}", options.id(), trouble);
    }
    if (++ticks % TICKS_A_JUDGEMENT == 0) {
      desk.judge();
    }
    setTick();
  }

  private void setRanking() {
    ranking = in(RANK_EVERY_MILLIS, this::rank);
  }

  private void rank() {
    desk.rank(this::emit);
    setRanking();
  }

  private ScheduledFuture<?> in(long millis, Runnable work) {
    long at = getProcessingTimeService().getCurrentProcessingTime() + millis;
    return getProcessingTimeService().registerTimer(at, fired -> work.run());
  }

  private void flush() {
    if (size == 0) {
      return;
    }
    long start = System.nanoTime();
    desk.score(batch, size, waitedMicros(batch[0]), this::emit);
    figures.scored(
        size, System.nanoTime() - start, getProcessingTimeService().getCurrentProcessingTime());
    Arrays.fill(batch, 0, size, null);
    size = 0;
  }

  /** Since the source read it; 0 where nobody noted when that was. */
  private long waitedMicros(FeatureRecord record) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    return record.readAtMicros() == 0 ? 0 : now * 1000 - record.readAtMicros();
  }

  private void emit(Output made) {
    figures.made(made);
    output.collect(new StreamRecord<>(made));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    scoredUntilState.update(List.of(member.scoredUntil()));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    super.processWatermark(mark);
  }

  @Override
  public void endInput() {
    flush();
    desk.rank(this::emit);
  }

  @Override
  public void close() throws Exception {
    if (tick != null) {
      tick.cancel(false);
    }
    if (ranking != null) {
      ranking.cancel(false);
    }
    if (staging != null) {
      staging.shutdown();
    }
    if (member != null) {
      member.close();
    }
    super.close();
  }
}
