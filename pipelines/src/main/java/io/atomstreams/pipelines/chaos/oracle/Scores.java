package io.atomstreams.pipelines.chaos.oracle;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.pipelines.chaos.oracle.Findings.Kind;
import io.atomstreams.pipelines.scoring.ScorerConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The predictions that must come, by every scorer of the job. One thread. */
final class Scores implements AutoCloseable {

  private final Findings findings;
  private final Map<String, Witness> witnesses = new LinkedHashMap<>();
  private final Map<Claim, FeatureRecord> expected = new HashMap<>();
  private long compared;

  /**
   * No predictions yet.
   *
   * @param models which model scores which events, for each scorer
   */
  Scores(ScoringConfig config, Function<ScorerConfig, ModelLog> models, Findings findings) {
    this.findings = findings;
    for (ScorerConfig scorer : config.scorers()) {
      witnesses.put(
          scorer.id(), new Witness(scorer, config.features(), models.apply(scorer), findings));
    }
  }

  /**
   * A vector must be scored.
   *
   * @param early gives out what was seen of a claim before
   */
  void expect(FeatureRecord record, Function<Claim, Content> early) {
    for (String scorer : witnesses.keySet()) {
      Claim claim = Claim.prediction(record.source(), scorer);
      Content known = early.apply(claim);
      if (known == null) {
        expected.put(claim, record);
      } else {
        judge(claim, record, known);
      }
    }
  }

  /** A prediction came; false if none was expected. */
  boolean seen(Claim claim, Content content) {
    FeatureRecord record = expected.remove(claim);
    if (record != null) {
      judge(claim, record, content);
    }
    return record != null;
  }

  private void judge(Claim claim, FeatureRecord record, Content content) {
    compared++;
    witnesses.get(claim.maker()).judge(claim, record, content);
  }

  /** Holds what has come against what the models say. */
  void compare(long nowNanos) {
    witnesses.values().forEach(witness -> witness.compare(nowNanos));
  }

  boolean isComplete() {
    return expected.isEmpty();
  }

  int held() {
    return expected.size();
  }

  long compared() {
    return compared;
  }

  long stoodIn() {
    return witnesses.values().stream().mapToLong(Witness::stoodIn).sum();
  }

  void finish() {
    witnesses.values().forEach(Witness::finish);
    expected.keySet().forEach(claim -> findings.note(Kind.LOST, claim + " is not there: lost"));
  }

  @Override
  public void close() {
    witnesses.values().forEach(Witness::close);
  }
}
