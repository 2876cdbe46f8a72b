package io.atomstreams.operators.flink;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.flink.state.CodecSerializer;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.label.LabelAccount;
import io.atomstreams.operators.label.LabelJoin;
import io.atomstreams.operators.label.OpenQuestions;
import io.atomstreams.operators.label.OpenQuestionsCodec;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Hosts a {@link LabelJoin}, keyed by {@link LearningInput#home}. One state access a record, none
 * for events that no label asks about.
 *
 * <p>Examples leave when the watermark has passed what decides them, so they follow from the
 * records alone as long as none comes behind the watermark. The end of a bounded source says that
 * no record follows and not that time has passed: questions that are open then stay unanswered,
 * unless the log is known to reach so far.
 *
 * <p>Dead letters among the inputs leave by {@link #DEAD_LETTERS}.
 */
public final class LabelJoinFunction extends KeyedProcessFunction<String, LearningInput, Example> {

  /** Under which name a savepoint keeps the state of the join: for ever. */
  public static final String UID = "label-join";

  /** Inputs that could not be read. */
  public static final OutputTag<Output> DEAD_LETTERS =
      new OutputTag<>("dead-letters", CodecTypeInformation.output());

  private static final long serialVersionUID = 1;
  private static final String STATE = "open-questions";
  private static final long END = Watermark.MAX_WATERMARK.getTimestamp();

  // Configuration.
  private final LabelJoin join;
  private final long logEnd;

  // Runtime.
  private transient ValueState<OpenQuestions> states;
  private transient LabelAccount account;

  /** A join for sources without an end. */
  public LabelJoinFunction(LabelJoin join) {
    this(join, Long.MIN_VALUE);
  }

  /**
   * A join for a log that is read to its end.
   *
   * @param logEnd latest event time of the whole log, ms: what is due then is given out at the end
   *     of the sources, what is due later stays unanswered
   */
  public LabelJoinFunction(LabelJoin join, long logEnd) {
    this.join = join;
    this.logEnd = logEnd;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<OpenQuestions> descriptor =
        new ValueStateDescriptor<>(STATE, new CodecSerializer<>(new OpenQuestionsCodec()));
    states = getRuntimeContext().getState(descriptor);
    account = new LabelMetrics(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(LearningInput input, Context context, Collector<Example> out)
      throws IOException {
    if (input instanceof DeadLetter letter) {
      context.output(DEAD_LETTERS, letter);
    } else if (isOfUse(input)) {
      OpenQuestions found = states.value();
      OpenQuestions state = found == null ? new OpenQuestions() : found;
      take(state, input, context.timerService().currentWatermark());
      advance(state, context.timerService().currentWatermark(), context.timerService(), out);
    }
  }

  private boolean isOfUse(LearningInput input) {
    if (input instanceof FeatureRecord record) {
      if (record.entity() == null) {
        account.count("", LabelAccount.Fate.NO_ENTITY);
        return false;
      }
      return record.outcome() != FeatureRecord.Outcome.DUPLICATE && join.isAbout(record.type());
    }
    return true;
  }

  private void take(OpenQuestions state, LearningInput input, long now) {
    if (input instanceof FeatureRecord record) {
      join.take(state, record, now, account);
    } else if (input instanceof Prediction prediction) {
      join.take(state, prediction, now, account);
    } else if (input instanceof Feedback feedback) {
      join.take(state, feedback, account);
    }
  }

  private void advance(OpenQuestions state, long now, TimerService timers, Collector<Example> out)
      throws IOException {
    join.advance(state, now, account, out::collect);
    keep(state, timers);
  }

  private void keep(OpenQuestions state, TimerService timers) throws IOException {
    if (state.isEmpty()) {
      states.clear();
    } else {
      states.update(state);
      timers.registerEventTimeTimer(join.next(state));
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Example> out)
      throws IOException {
    OpenQuestions state = states.value();
    if (state == null) {
      return;
    }
    TimerService timers = context.timerService();
    if (timers.currentWatermark() == END && time > logEnd) {
      join.close(state, account);
      states.clear();
    } else {
      advance(state, time, timers, out);
    }
  }
}
