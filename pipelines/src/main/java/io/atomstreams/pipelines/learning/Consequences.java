package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.event.TrainingWish;
import io.atomstreams.operators.online.Judged;
import io.atomstreams.operators.online.Watch;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** A drift itself, and what its detector says must follow. */
final class Consequences implements FlatMapFunction<Drift, Finding> {

  private static final long serialVersionUID = 1;

  /** Features in an alert's text. */
  private static final int NAMED = 5;

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
        text(drift),
        List.of(
            new Alert.Reason("recent", drift.recent()),
            new Alert.Reason("before", drift.before()),
            new Alert.Reason("observations", drift.observations())),
        drift.observations(),
        drift.ts(),
        drift.source(),
        0);
  }

  private static String text(Drift drift) {
    return String.format(
        Locale.ROOT,
        "%s has changed: %.4f lately, %.4f before, by %s after %d answers; cause: %s%s (%s)%s",
        drift.on(),
        drift.recent(),
        drift.before(),
        drift.type(),
        drift.observations(),
        drift.cause().name().replace('_', ' '),
        drift.cause().segment().equals(Judged.ALL) ? "" : " in " + drift.cause().segment(),
        drift.cause().reason(),
        moved(drift.cause().features()));
  }

  private static String moved(List<Drift.Moved> features) {
    if (features.isEmpty()) {
      return "";
    }
    String named =
        features.stream()
            .limit(NAMED)
            .map(
                moved ->
                    String.format(
                        Locale.ROOT,
                        "%s (index %.2f, adjusted p %.1e)",
                        moved.feature(),
                        moved.psi(),
                        moved.adjusted()))
            .collect(Collectors.joining(", "));
    int others = features.size() - NAMED;
    return "; features that moved: " + named + (others > 0 ? ", " + others + " others" : "");
  }
}
