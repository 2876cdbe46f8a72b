package io.atomstreams.pipelines.chaos.oracle;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.scoring.Scorer;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.scoring.ScorerConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says with the same models what a scorer must have said. Which model that is stands in the log of
 * models, which is followed beside the outputs: a prediction that does not agree is judged again
 * when the log has had time to say why. A model that cannot be loaded here ends the check; one that
 * gives no probability for a row does so in the job too, and the next of its line-up must answer.
 */
final class Witness implements AutoCloseable {

  private static final int ROWS = 256;
  private static final long DOUBT_NANOS = Duration.ofSeconds(5).toNanos();

  private record Case(Claim claim, FeatureRecord vector, Content seen, long sinceNanos) {}

  private final Findings findings;
  private final FeatureList features;
  private final WarmModels models;
  private final Set<ModelRef> ready = new HashSet<>();
  private final Scorer scorer;
  private final StandIns standIns;
  private final ModelLog.Connection log;
  private final PredictionJson json = new PredictionJson();
  private final List<Case> fresh = new ArrayList<>();
  private final Deque<Case> doubtful = new ArrayDeque<>();
  private final FeatureRecord[] batch = new FeatureRecord[ROWS];
  private long stoodIn;

  private volatile Timeline timeline;

  Witness(ScorerConfig config, FeatureList features, ModelLog models, Findings findings) {
    this.findings = findings;
    this.features = features;
    this.models = new WarmModels(ModelStores.open(config.serving()));
    this.scorer = new Scorer(config.options(), this.models, features::names, ROWS, () -> 0);
    this.standIns = new StandIns(this.models, config.options().baseRate());
    this.timeline = Timeline.empty(config.id());
    this.log = models.open(this::follow);
  }

  private synchronized void follow(RolloutEntry entry) {
    timeline = timeline.with(entry);
  }

  void judge(Claim claim, FeatureRecord vector, Content seen) {
    fresh.add(new Case(claim, vector, seen, 0));
  }

  /** Compares what came since the last call, and once more what was in doubt for long enough. */
  void compare(long nowNanos) {
    List<Case> cases = new ArrayList<>(fresh);
    fresh.clear();
    score(
        cases,
        (one, must) -> doubtful.add(new Case(one.claim(), one.vector(), one.seen(), nowNanos)));
    List<Case> again = new ArrayList<>();
    while (!doubtful.isEmpty() && nowNanos - doubtful.peek().sinceNanos() > DOUBT_NANOS) {
      again.add(doubtful.remove());
    }
    score(again, this::decide);
  }

  /** Judges everything that is left. */
  void finish() {
    List<Case> left = new ArrayList<>(fresh);
    left.addAll(doubtful);
    fresh.clear();
    doubtful.clear();
    score(left, this::decide);
  }

  /** What to do with a prediction that is not as it must be. */
  private interface Disagreement {
    void about(Case one, Prediction must);
  }

  private void score(List<Case> cases, Disagreement disagreement) {
    for (int from = 0; from < cases.size(); from += ROWS) {
      List<Case> some = cases.subList(from, Math.min(from + ROWS, cases.size()));
      Timeline now = timeline;
      for (int i = 0; i < some.size(); i++) {
        batch[i] = some.get(i).vector();
        StandIns.answering(now.lineupAt(batch[i].ts())).forEach(this::makeReady);
      }
      List<Prediction> said = new ArrayList<>(some.size());
      scorer.score(now, batch, some.size(), said::add);
      for (int i = 0; i < some.size(); i++) {
        Case one = some.get(i);
        Prediction must = said.get(i);
        if (!Arrays.equals(json.encode(must), one.seen().value())
            || !Arrays.equals(key(must), one.seen().key())) {
          disagreement.about(one, must);
        } else if (!must.insteadOf().isEmpty()) {
          stoodIn++;
        }
      }
    }
  }

  private void makeReady(ModelRef ref) {
    if (!ready.contains(ref)) {
      try {
        models.warm(ref, features.names());
        ready.add(ref);
      } catch (ModelException e) {
        throw new IllegalStateException(
            "who checks the scores cannot make them: " + e.getMessage(), e);
      }
    }
  }

  private static byte[] key(Prediction prediction) {
    return prediction.entity().getBytes(StandardCharsets.UTF_8);
  }

  private void decide(Case one, Prediction must) {
    Prediction seen = PredictionJson.read(one.seen().value(), 0);
    if (standIns.accept(seen, must, timeline.lineupAt(must.ts()), one.vector())
        && Arrays.equals(key(must), one.seen().key())) {
      stoodIn++;
    } else {
      Content right = new Content(key(must), json.encode(must), "");
      findings.altered(
          new Claim(Topic.PREDICTIONS, seen.source(), seen.scorer()), right, one.seen());
    }
  }

  long stoodIn() {
    return stoodIn;
  }

  @Override
  public void close() {
    log.close();
    models.close();
  }
}
