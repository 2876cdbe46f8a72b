package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.alerting.DeskStateCodec;
import io.atomstreams.operators.contract.HistoryCodec;
import io.atomstreams.operators.contract.HistoryLayout;
import io.atomstreams.operators.feature.ComponentCodec;
import io.atomstreams.operators.feature.EntityLayouts;
import io.atomstreams.operators.feature.PackedEntityCodec;
import io.atomstreams.operators.label.OpenQuestionsCodec;
import io.atomstreams.operators.online.ContestCodec;
import io.atomstreams.operators.online.EvaluatedCodec;
import io.atomstreams.operators.online.IntervalsCodec;
import io.atomstreams.operators.online.LearningCodec;
import io.atomstreams.operators.online.ShardsCodec;
import io.atomstreams.operators.online.VersionCodec;
import io.atomstreams.operators.online.WatchingCodec;
import io.atomstreams.operators.profile.ProfileCodec;
import io.atomstreams.operators.profile.ProfilePartCodec;
import io.atomstreams.operators.state.StateCodec;
import java.util.Map;
import java.util.function.Function;

/** Every codec by its id: from an id and a layout in a savepoint to the codec that reads it. */
final class StateCodecs {

  private static final Map<String, Function<String, StateCodec<?>>> BY_ID =
      Map.ofEntries(
          entry(PackedEntityCodec.ID, layout -> new PackedEntityCodec(EntityLayouts.parse(layout))),
          entry(ComponentCodec.ID, layout -> new ComponentCodec()),
          entry(HistoryCodec.ID, layout -> new HistoryCodec(HistoryLayout.parse(layout))),
          entry(IntakeCodec.ID, layout -> new IntakeCodec()),
          entry(OutputCodec.ID, layout -> new OutputCodec()),
          entry(ProfileCodec.ID, layout -> new ProfileCodec()),
          entry(ProfilePartCodec.ID, layout -> new ProfilePartCodec()),
          entry(LearningInputCodec.ID, layout -> new LearningInputCodec()),
          entry(ExampleCodec.ID, layout -> new ExampleCodec()),
          entry(OpenQuestionsCodec.ID, layout -> new OpenQuestionsCodec()),
          entry(FindingCodec.ID, layout -> new FindingCodec()),
          entry(JudgedCodec.ID, layout -> new JudgedCodec()),
          entry(ContestCodec.ID, layout -> new ContestCodec()),
          entry(CutCodec.ID, layout -> new CutCodec()),
          entry(EvaluatedCodec.ID, EvaluatedCodec::of),
          entry(IntervalsCodec.ID, IntervalsCodec::of),
          entry(LearningCodec.ID, LearningCodec::of),
          entry(ShardsCodec.ID, ShardsCodec::new),
          entry(VersionCodec.ID, layout -> new VersionCodec()),
          entry(AlertCodec.ID, layout -> new AlertCodec()),
          entry(DeskStateCodec.ID, layout -> new DeskStateCodec()),
          entry(WatchingCodec.ID, WatchingCodec::of));

  private StateCodecs() {}

  private static Map.Entry<String, Function<String, StateCodec<?>>> entry(
      String id, Function<String, StateCodec<?>> make) {
    return Map.entry(id, make);
  }

  static StateCodec<?> of(String id, String layout) {
    Function<String, StateCodec<?>> make = BY_ID.get(id);
    if (make == null) {
      throw new IllegalStateException(
          "state was written by codec '%s', this release has %s; use the release that wrote it"
              .formatted(id, BY_ID.keySet()));
    }
    return make.apply(layout);
  }
}
