package io.atomstreams.pipelines.monitoring;

import io.atomstreams.operators.profile.ProfileAccumulator;
import io.atomstreams.operators.profile.ProfilePart;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Says of whom and of which window a profile is. */
final class WindowProfile
    extends ProcessWindowFunction<ProfileAccumulator, ProfilePart, String, TimeWindow> {

  private static final long serialVersionUID = 1;

  @Override
  public void process(
      String key,
      Context context,
      Iterable<ProfileAccumulator> profiles,
      Collector<ProfilePart> out) {
    int bar = key.indexOf('|');
    for (ProfileAccumulator profile : profiles) {
      out.collect(
          new ProfilePart(
              key.substring(bar + 1),
              key.substring(0, bar),
              context.window().getStart(),
              context.window().getEnd(),
              profile));
    }
  }
}
