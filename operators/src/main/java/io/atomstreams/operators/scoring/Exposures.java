package io.atomstreams.operators.scoring;

import io.atomstreams.operators.event.Exposure;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.evidence.SampleRatio;
import io.atomstreams.operators.rollout.Lineup;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who was scored by which side of a canary, each entity once in each step of the ramp, and whether
 * the split is the one the ramp asks for.
 *
 * <p>What was seen is kept in memory, up to {@link #MOST} entities a step: after a restart, or
 * beyond, entities are written again under the same id, and are left out of the count.
 */
final class Exposures {

  /** 64 bytes each, at most. */
  static final int MOST = 1 << 18;

  private final String scorer;
  private final Set<String> seen = new HashSet<>();
  private int transition = -1;
  private int step = -1;
  private boolean isWhole = true;
  private SampleRatio split = new SampleRatio();

  Exposures(String scorer) {
    this.scorer = scorer;
  }

  /** The record of an entity's first score in a step; empty if it was seen in it. */
  Optional<Exposure> of(Lineup.Canary running, FeatureRecord record, Prediction prediction) {
    int stepNow = running.stepAt(record.ts());
    if (running.number() != transition || stepNow > step) {
      begin(running.number(), stepNow);
    }
    if (stepNow < step || !seen.add(prediction.entity())) {
      return Optional.empty();
    }
    double share = running.shareAt(record.ts());
    if (seen.size() >= MOST) {
      seen.clear();
      isWhole = false;
    }
    if (isWhole) {
      split.add(share, prediction.role() == Prediction.Role.CANARY);
    }
    return Optional.of(exposure(running, record, prediction, stepNow, share));
  }

  private void begin(int number, int at) {
    seen.clear();
    isWhole = true;
    split = new SampleRatio();
    transition = number;
    step = at;
  }

  private Exposure exposure(
      Lineup.Canary running, FeatureRecord record, Prediction prediction, int at, double share) {
    String maker = scorer + "\n" + running.number() + "\n" + at + "\n" + prediction.entity();
    return new Exposure(
        RecordId.of("exposure", record.tenant(), maker),
        record.tenant(),
        prediction.entity(),
        scorer,
        running.number(),
        at,
        share,
        prediction.role(),
        prediction.assigned(),
        prediction.sequence(),
        record.ts(),
        record.source(),
        record.readAtMicros());
  }

  /** Why the split cannot be the ramp's; empty while it can. */
  Optional<String> breach(Guardrails guardrails) {
    return guardrails.sampleRatioBreach(split);
  }
}
