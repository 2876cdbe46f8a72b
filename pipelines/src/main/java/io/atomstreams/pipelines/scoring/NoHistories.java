package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/** A stream that ends at once, in the place of the one that nobody writes to. */
final class NoHistories implements FlatMapFunction<Long, BackfillRecord> {

  private static final long serialVersionUID = 1;

  private NoHistories() {}

  /** Under the names of the stream it stands for, so that a savepoint fits both. */
  static DataStream<BackfillRecord> in(StreamExecutionEnvironment env) {
    return env.fromSource(
            new NumberSequenceSource(0, 0), WatermarkStrategy.noWatermarks(), "backfill")
        .uid(ScoringUids.BACKFILL)
        .setParallelism(1)
        .flatMap(new NoHistories())
        .returns(CodecTypeInformation.backfill())
        .name("backfill by key")
        .uid(ScoringUids.KEY_GROUPS)
        .setParallelism(1);
  }

  /** The source knows no empty sequence. */
  @Override
  public void flatMap(Long number, Collector<BackfillRecord> out) {}
}
