package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.online.Alarm;
import io.atomstreams.operators.online.Lesson;
import org.apache.flink.api.common.functions.FlatMapFunction;

/** One kind of what comes out of a learner. */
final class Lessons {

  private Lessons() {}

  static <L extends Lesson> FlatMapFunction<Lesson, L> of(Class<L> kind) {
    return (lesson, out) -> {
      if (kind.isInstance(lesson)) {
        out.collect(kind.cast(lesson));
      }
    };
  }

  static FlatMapFunction<Lesson, Drift> alarms() {
    return (lesson, out) -> {
      if (lesson instanceof Alarm alarm) {
        out.collect(alarm.drift());
      }
    };
  }
}
