package io.atomstreams.pipelines.scoring;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Of a stream without time that is joined to one with time: always further than that one. Without
 * any watermark, the web UI and the metrics would show none for the stage that reads both.
 */
final class TimelessWatermarks<T> implements WatermarkGenerator<T> {

  /** One less than what says that the stream has ended. */
  static final long ALWAYS = Long.MAX_VALUE - 1;

  @Override
  public void onEvent(T record, long appendedAt, WatermarkOutput output) {}

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    output.emitWatermark(new Watermark(ALWAYS));
  }
}
