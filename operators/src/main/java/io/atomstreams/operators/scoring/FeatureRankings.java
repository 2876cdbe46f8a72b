package io.atomstreams.operators.scoring;

import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.explain.FeatureImportance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which features matter to each model version lately, fed by every explanation that is made: the
 * sample stands for all predictions, those of alerts are in it beside. Kept in memory: a restarted
 * job begins anew. One thread.
 *
 * <p>What a ranking says follows from the explanations taken in alone; when it is asked for is the
 * caller's business, and so a matter of the run.
 */
final class FeatureRankings {

  /** How many features a ranking names. */
  static final int TOP = 10;

  /** Versions that are ranked at a time; the one that was explained longest ago goes. */
  static final int MOST_VERSIONS = 16;

  private static final long HALF_LIFE_MS = Duration.ofDays(1).toMillis();

  private final String scorer;
  private final int subtask;
  private final Map<String, Ranking> rankings = new LinkedHashMap<>(32, 0.75f, true);

  /** One version's. */
  private static final class Ranking {
    private final FeatureImportance importance;
    private Explanation last;
    private long told;

    private Ranking(FeatureImportance importance) {
      this.importance = importance;
    }
  }

  FeatureRankings(String scorer, int subtask) {
    this.scorer = scorer;
    this.subtask = subtask;
  }

  void add(Explanation explanation) {
    // contributions on different scales have no mean
    String key = explanation.modelVersion() + "\n" + explanation.link();
    Ranking ranking =
        rankings.computeIfAbsent(
            key,
            absent -> new Ranking(new FeatureImportance(explanation.features(), HALF_LIFE_MS)));
    ranking.importance.add(explanation.contributions(), 0, explanation.ts());
    ranking.last = explanation;
    if (rankings.size() > MOST_VERSIONS) {
      rankings.remove(rankings.keySet().iterator().next());
    }
  }

  /** The rankings to which something was added since they were last asked for. */
  List<Importance> news() {
    List<Importance> news = new ArrayList<>();
    for (Ranking ranking : rankings.values()) {
      if (ranking.importance.count() > ranking.told) {
        ranking.told = ranking.importance.count();
        news.add(record(ranking));
      }
    }
    return news;
  }

  private Importance record(Ranking ranking) {
    Explanation last = ranking.last;
    String maker = String.join("\n", scorer, last.modelVersion(), last.link(), "" + subtask);
    return new Importance(
        RecordId.of("importance", "", maker, last.source()),
        scorer,
        last.modelVersion(),
        last.link(),
        subtask,
        ranking.importance.count(),
        ranking.importance.top(TOP).stream()
            .map(one -> new Importance.Ranked(one.feature(), one.importance(), one.share()))
            .toList(),
        ranking.importance.snapshot().asOf(),
        last.source(),
        last.readAtMicros());
  }
}
