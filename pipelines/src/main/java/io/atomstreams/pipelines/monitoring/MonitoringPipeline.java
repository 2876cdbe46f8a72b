package io.atomstreams.pipelines.monitoring;

import io.atomstreams.operators.flink.ProfileOperator;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.profile.ProfilePart;
import io.atomstreams.operators.profile.Profiler;
import io.atomstreams.operators.profile.TopicRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/**
 * The monitoring topology as a function of its source and its sink.
 *
 * <pre>
 *   records ─► parts of profiles ──by tenant and topic──► profiles, window by window ─► outputs
 * </pre>
 *
 * <p>Time is the timestamp of the Kafka record: on the platform's topics, when the broker took it.
 * So a profile says what came between two instants, whatever the records say of themselves.
 */
public final class MonitoringPipeline {

  private MonitoringPipeline() {}

  public static void define(
      StreamExecutionEnvironment env,
      MonitoringConfig.Profiles config,
      Source<TopicRecord, ?, ?> source,
      Sink<ProfilePart> sink) {
    Profiler profiler = new Profiler(config.options());
    env.fromSource(source, watermarks(config), "records")
        .uid(MonitoringUids.RECORDS)
        .setDescription("records: as they lie on the topics, read as JSON")
        .transform(
            "profile parts",
            CodecTypeInformation.profilePart(),
            new ProfileOperator(profiler, config.window()))
        .uid(MonitoringUids.PARTS)
        .keyBy(ProfilePart::key, Types.STRING)
        .window(TumblingEventTimeWindows.of(config.window()))
        .allowedLateness(config.lateness())
        .aggregate(
            new ProfileAggregation(profiler),
            new WindowProfile(),
            CodecTypeInformation.profile(),
            CodecTypeInformation.profile(),
            CodecTypeInformation.profilePart())
        .name("profiles")
        .uid(MonitoringUids.PROFILES)
        .sinkTo(sink)
        .name("outputs")
        .uid(MonitoringUids.OUTPUTS);
  }

  private static WatermarkStrategy<TopicRecord> watermarks(MonitoringConfig.Profiles config) {
    return WatermarkStrategy.<TopicRecord>forBoundedOutOfOrderness(config.outOfOrder())
        .withIdleness(config.idleAfter());
  }
}
