package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.alerting.AlertDesk;
import io.atomstreams.operators.alerting.DeskFold;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.operators.flink.KeyedAggregation;
import io.atomstreams.operators.flink.LabelJoinFunction;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.label.LabelJoin;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.operators.online.Cut;
import io.atomstreams.operators.online.DetectionFold;
import io.atomstreams.operators.online.EvaluationFold;
import io.atomstreams.operators.online.Inquiry;
import io.atomstreams.operators.online.IntervalFold;
import io.atomstreams.operators.online.Judged;
import io.atomstreams.operators.online.LearningFold;
import io.atomstreams.operators.online.Lesson;
import io.atomstreams.operators.online.PromotionFold;
import io.atomstreams.operators.online.Segments;
import io.atomstreams.operators.online.Standing;
import io.atomstreams.operators.online.Version;
import io.atomstreams.operators.online.VersionFold;
import io.atomstreams.pipelines.learning.LearningConfig.Detection;
import io.atomstreams.pipelines.learning.LearningConfig.LearnerConfig;
import io.atomstreams.pipelines.learning.LearningConfig.PromotionConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The learning topology as a function of its sources and its sinks:
 *
 * <pre>
 *   features, predictions, feedback ──by entity──► label join ─► examples
 *
 *              ┌─ what models said ─────────by label, scorer, version, segment──► evaluations ─┐
 *   examples ──┼──by shard──► learners ─┬─ what learners said ──────────────────┘              │
 *              │                        ├─ cuts ──by learner──► versions ─► registry           ├─► outputs
 *              │                        └─ alarms ─────────────────┐                           │
 *              ├──by label──► evidence ─► decisions                                            │
 *              ├──by label──► detectors ───────────────────────────┴─► consequences, desk ─────┤
 *              └───────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Every keyed operator is a {@link KeyedAggregation} over one fold. A learner, a detector and a
 * label's evaluations each have operators of their own, so that one joins or leaves without the
 * others' state.
 */
public final class LearningPipeline {

  private LearningPipeline() {}

  /** Where versions go, and evidence about them. */
  public interface Registry extends Serializable {
    Sink<Version> of(LearnerConfig learner);

    /** Where what is known of challengers goes. */
    Sink<Standing> of(PromotionConfig promotion);
  }

  /** Defines the whole job: answers are joined to what was asked, examples are learned. */
  public static void define(
      StreamExecutionEnvironment env,
      LearningConfig config,
      Source<LearningInput, ?, ?> inputs,
      Sink<Finding> outputs,
      Registry registry) {
    SingleOutputStreamOperator<Example> examples =
        env.fromSource(inputs, watermarks(config.time()), "scores and answers")
            .uid(LearningUids.INPUTS)
            .setDescription(
                "what was said of orders, and what became of them: features, predictions, feedback")
            .keyBy(LearningInput::home, Types.STRING)
            .process(
                new LabelJoinFunction(new LabelJoin(config.labels(), config.join())),
                CodecTypeInformation.example())
            .name("label join")
            .uid(LabelJoinFunction.UID)
            .setDescription(
                "label join: each answer to the features and scores it is about, by entity");
    DataStream<Finding> letters =
        examples
            .getSideOutput(LabelJoinFunction.DEAD_LETTERS)
            .map(letter -> (Finding) letter)
            .returns(CodecTypeInformation.finding())
            .name("dead letters to write")
            .uid(LearningUids.DEAD_LETTERS);
    define(examples, List.of(letters), config, outputs, registry);
  }

  /** What could not be read carries no event time and so never moves the watermark. */
  private static WatermarkStrategy<LearningInput> watermarks(LearningConfig.Time time) {
    WatermarkStrategy<LearningInput> strategy =
        WatermarkStrategy.<LearningInput>forBoundedOutOfOrderness(time.outOfOrder())
            .withTimestampAssigner((input, appendedAt) -> input.ts())
            .withIdleness(time.idleAfter());
    return time.maxDrift().isZero()
        ? strategy
        : strategy.withWatermarkAlignment(LearningUids.INPUTS, time.maxDrift());
  }

  /** Defines the job behind examples that are stamped and watermarked. */
  public static void define(
      DataStream<Example> examples,
      LearningConfig config,
      Sink<Finding> outputs,
      Registry registry) {
    define(examples, List.of(), config, outputs, registry);
  }

  private static void define(
      DataStream<Example> examples,
      List<DataStream<Finding>> letters,
      LearningConfig config,
      Sink<Finding> outputs,
      Registry registry) {
    List<DataStream<Finding>> findings = new ArrayList<>(letters);
    List<DataStream<Drift>> drifts = new ArrayList<>();
    List<DataStream<Judged>> said = new ArrayList<>();
    findings.add(
        examples
            .map(example -> (Finding) example)
            .returns(CodecTypeInformation.finding())
            .name("examples to write")
            .uid(LearningUids.EXAMPLES));
    for (LearnerConfig learner : config.learners()) {
      SingleOutputStreamOperator<Lesson> lessons = learner(examples, learner);
      said.add(
          lessons
              .flatMap(Lessons.of(Judged.class))
              .returns(CodecTypeInformation.judged())
              .name("scores of learner " + learner.fold().id())
              .uid(LearningUids.LESSONS + learner.fold().id()));
      drifts.add(
          lessons
              .flatMap(Lessons.alarms())
              .returns(CodecTypeInformation.drift())
              .name("alarms of learner " + learner.fold().id())
              .uid(LearningUids.ALARMS + learner.fold().id()));
      versions(lessons, learner, registry);
    }
    for (LabelSpec label : config.labels()) {
      DataStream<Judged> judged = judged(examples, label.id(), config);
      findings.add(evaluations(judged, said, label.id(), config.evaluations()));
      config
          .intervals()
          .ifPresent(
              intervals ->
                  findings.add(
                      intervals(judged, intervals.of(label.id(), config.evaluations()), config)));
    }
    Inquiry inquiry =
        new Inquiry(
            config.features().hash(), config.features().names(), config.evaluations().segments());
    for (Detection detection : config.detectors()) {
      drifts.add(detector(examples, detection, inquiry));
    }
    config.promotions().forEach(promotion -> promotion(examples, promotion, registry));
    if (!drifts.isEmpty()) {
      findings.addAll(consequences(drifts, config.alerting()));
    }
    DataStream<Finding> all = findings.stream().reduce(DataStream::union).orElseThrow();
    all.filter(EvaluationMetrics::shows)
        .name("evaluations to show")
        .uid(LearningUids.EVALUATIONS_TO_SHOW)
        .sinkTo(new EvaluationMetrics())
        .setParallelism(1)
        .name("evaluation metrics")
        .uid(LearningUids.EVALUATION_METRICS);
    all.map(new FindingMetrics(detectors(config)))
        .returns(CodecTypeInformation.finding())
        .name("finding metrics")
        .uid(LearningUids.METRICS)
        .sinkTo(outputs)
        .name("outputs")
        .uid(LearningUids.OUTPUTS);
  }

  private static List<String> detectors(LearningConfig config) {
    return config.detectors().stream().map(detection -> detection.watch().id()).toList();
  }

  private static <S, I, O> SingleOutputStreamOperator<O> host(
      DataStream<I> inputs,
      String name,
      Fold<S, I, O> fold,
      KeySelector<I, String> key,
      TypeInformation<I> in,
      TypeInformation<O> out) {
    return inputs.keyBy(key, Types.STRING).transform(name, out, new KeyedAggregation<>(fold, in));
  }

  /** The examples of a label, on their way to whoever asks for them. */
  private static DataStream<Example> of(
      DataStream<Example> examples, String label, String asks, String uid) {
    return examples
        .filter(example -> example.label().equals(label))
        .name("examples for " + asks)
        .uid(uid);
  }

  private static SingleOutputStreamOperator<Lesson> learner(
      DataStream<Example> examples, LearnerConfig config) {
    String id = config.fold().id();
    LearningFold<?> fold = LearningFold.of(config.fold());
    return host(
            of(examples, config.fold().label(), id, LearningUids.LEARNER_EXAMPLES + id),
            "learner " + id,
            fold,
            fold::key,
            CodecTypeInformation.example(),
            CodecTypeInformation.lesson())
        .uid(LearningUids.LEARNER + id);
  }

  private static void versions(
      DataStream<Lesson> lessons, LearnerConfig config, Registry registry) {
    String id = config.fold().id();
    DataStream<Cut> cuts =
        lessons
            .flatMap(Lessons.of(Cut.class))
            .returns(CodecTypeInformation.cut())
            .name("states of learner " + id)
            .uid(LearningUids.CUTS + id);
    host(
            cuts,
            "versions of " + id,
            VersionFold.of(config.fold(), config.model()),
            Cut::learner,
            CodecTypeInformation.cut(),
            CodecTypeInformation.version())
        .uid(LearningUids.VERSIONS + id)
        .sinkTo(registry.of(config))
        .setParallelism(1)
        .name("registry of " + id)
        .uid(LearningUids.REGISTRY + id);
  }

  private static DataStream<Judged> judged(
      DataStream<Example> examples, String label, LearningConfig config) {
    Segments segments = config.evaluations().segments();
    Set<String> scorers = config.scorersOf(label);
    return of(examples, label, "evaluations of " + label, LearningUids.JUDGED_EXAMPLES + label)
        .<Judged>flatMap(
            (example, out) ->
                EvaluationFold.judged(example, segments).stream()
                    .filter(one -> scorers.isEmpty() || scorers.contains(one.scorer()))
                    .forEach(out::collect))
        .returns(CodecTypeInformation.judged())
        .name("scores to judge by " + label)
        .uid(LearningUids.JUDGED + label);
  }

  /** Each served score once: in its tenant's segment where tenants are segments. */
  private static DataStream<Finding> intervals(
      DataStream<Judged> judged, IntervalFold.Options options, LearningConfig config) {
    String label = options.label();
    boolean byTenant = config.evaluations().segments().byTenant();
    return host(
            judged
                .filter(
                    one ->
                        IntervalFold.wasServed(one)
                            && (byTenant
                                ? one.segment().startsWith(Segments.TENANT + "=")
                                : one.segment().equals(Judged.ALL)))
                .name("served scores to judge by " + label)
                .uid(LearningUids.SERVED + label),
            "intervals of " + label,
            new IntervalFold(options),
            one -> one.label() + "|" + one.scorer(),
            CodecTypeInformation.judged(),
            CodecTypeInformation.finding())
        .uid(LearningUids.INTERVALS + label);
  }

  private static DataStream<Finding> evaluations(
      DataStream<Judged> ofModels,
      List<DataStream<Judged>> said,
      String label,
      LearningConfig.Evaluations evaluations) {
    DataStream<Judged> judged = ofModels;
    for (DataStream<Judged> others : said) {
      judged = judged.union(others);
    }
    return host(
            judged
                .filter(one -> one.label().equals(label))
                .name("all scores to judge by " + label)
                .uid(LearningUids.JUDGED_OF + label),
            "evaluations of " + label,
            new EvaluationFold(evaluations.of(label)),
            Judged::key,
            CodecTypeInformation.judged(),
            CodecTypeInformation.finding())
        .uid(LearningUids.EVALUATIONS + label);
  }

  private static DataStream<Drift> detector(
      DataStream<Example> examples, Detection detection, Inquiry inquiry) {
    String id = detection.watch().id();
    return host(
            of(examples, detection.label(), id, LearningUids.DETECTOR_EXAMPLES + id),
            "detector " + id,
            new DetectionFold(detection.watch(), inquiry),
            Example::label,
            CodecTypeInformation.example(),
            CodecTypeInformation.drift())
        .uid(LearningUids.DETECTOR + id);
  }

  private static List<DataStream<Finding>> consequences(
      List<DataStream<Drift>> drifts, AlertDesk.Options alerting) {
    DataStream<Finding> consequences =
        drifts.stream()
            .reduce(DataStream::union)
            .orElseThrow()
            .flatMap(new Consequences())
            .returns(CodecTypeInformation.finding())
            .name("what follows from drifts")
            .uid(LearningUids.CONSEQUENCES);
    DataStream<Alert> alerts =
        consequences
            .filter(finding -> finding instanceof Alert)
            .name("alerts about drifts")
            .uid(LearningUids.ALERTED)
            .map(finding -> (Alert) finding)
            .returns(CodecTypeInformation.alert())
            .name("alerts to the desk")
            .uid(LearningUids.AS_ALERTS);
    return List.of(
        consequences
            .filter(finding -> !(finding instanceof Alert))
            .name("drifts to write")
            .uid(LearningUids.NOT_ALERTED),
        host(
                alerts,
                "alert desk",
                new DeskFold(alerting),
                Alert::tenant,
                CodecTypeInformation.alert(),
                CodecTypeInformation.alert())
            .uid(LearningUids.ALERT_DESK)
            .map(alert -> (Finding) alert)
            .returns(CodecTypeInformation.finding())
            .name("alerts to write")
            .uid(LearningUids.ALERTS_SENT));
  }

  private static void promotion(
      DataStream<Example> examples, PromotionConfig promotion, Registry registry) {
    String id = promotion.id();
    host(
            of(examples, promotion.label(), id, LearningUids.PROMOTION_EXAMPLES + id),
            "evidence of " + id,
            new PromotionFold(promotion.scorer(), promotion.loss(), promotion.every().toMillis()),
            Example::label,
            CodecTypeInformation.example(),
            CodecTypeInformation.standing())
        .uid(LearningUids.EVIDENCE + id)
        .sinkTo(registry.of(promotion))
        .setParallelism(1)
        .name("decisions of " + id)
        .uid(LearningUids.DECISIONS + id);
  }
}
