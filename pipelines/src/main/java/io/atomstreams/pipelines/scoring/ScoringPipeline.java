package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.flink.FeatureOperator;
import io.atomstreams.operators.flink.ScoringOperator;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.validation.Intake;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The scoring topology as a function of its source and its sink; production, tests, demo and replay
 * differ in these arguments only.
 *
 * <pre>
 *   events ──by entity──► features ─► scoring ─► outputs
 * </pre>
 *
 * <p>Everything behind the shuffle is one chain. What an event became (its log record, its alert,
 * its dead letter) flows through the scoring operator untouched, in the order in which the state
 * changed.
 */
public final class ScoringPipeline {

  private ScoringPipeline() {}

  public static void define(
      StreamExecutionEnvironment env,
      ScoringConfig config,
      Source<Intake, ?, ?> source,
      Sink<Output> sink) {
    EntityStage stage =
        new EntityStage(
            config.entity(), config.features(), new RobustOutlier(config.orderValueAlert()));
    env.fromSource(source, watermarks(config), "events", CodecTypeInformation.intake())
        .uid(ScoringUids.EVENTS)
        .keyBy(Intake::route, Types.STRING)
        .transform(
            "features",
            CodecTypeInformation.output(),
            new FeatureOperator(
                stage, config.features(), config.scoredTypes(), config.entityBufferBytes()))
        .uid(ScoringUids.FEATURES)
        .transform(
            "scoring",
            CodecTypeInformation.output(),
            new ScoringOperator(config.scorer(), config.batching(), config.features().names()))
        .uid(ScoringUids.SCORING)
        .sinkTo(sink)
        .name("outputs")
        .uid(ScoringUids.OUTPUTS);
  }

  /** Refused records carry no event time and so never move the watermark. */
  private static WatermarkStrategy<Intake> watermarks(ScoringConfig config) {
    ScoringConfig.Time time = config.time();
    WatermarkStrategy<Intake> strategy =
        WatermarkStrategy.<Intake>forBoundedOutOfOrderness(time.outOfOrder())
            .withTimestampAssigner((intake, appendedAt) -> intake.ts())
            .withIdleness(time.idleAfter());
    return time.maxDrift().isZero()
        ? strategy
        : strategy.withWatermarkAlignment(ScoringUids.EVENTS, time.maxDrift());
  }
}
