package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.event.TrainingWish;
import io.atomstreams.operators.online.Watch;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** A drift itself, and what its detector says must follow. */
final class Consequences implements FlatMapFunction<Drift, Finding> {

  private static final long serialVersionUID = 1;

  @Override
  public void flatMap(Drift drift, Collector<Finding> out) {
    out.collect(drift);
    if (drift.actions().contains(Watch.Action.ALERT.word())) {
      out.collect(alert(drift));
    }
    if (drift.actions().contains(Watch.Action.REQUEST_TRAINING.word())) {
      out.collect(
          new TrainingWish("drift-" + drift.id(), drift.detector(), drift.label(), drift.ts()));
    }
  }

  private static Alert alert(Drift drift) {
    return new Alert(
        RecordId.of("alert", drift.tenant(), drift.id()),
        drift.tenant(),
        drift.tenant() + "|" + drift.on(),
        drift.detector(),
        Alert.Severity.WARNING,
        String.format(
            Locale.ROOT,
            "%s has changed: %.4f lately, %.4f before, by %s after %d answers",
            drift.on(),
            drift.recent(),
            drift.before(),
            drift.type(),
            drift.observations()),
        List.of(
            new Alert.Reason("recent", drift.recent()),
            new Alert.Reason("before", drift.before()),
            new Alert.Reason("observations", drift.observations())),
        drift.observations(),
        drift.ts(),
        drift.source(),
        0);
  }
}
