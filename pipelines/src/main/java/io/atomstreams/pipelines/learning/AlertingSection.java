package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.alerting.AlertDesk;
import io.atomstreams.pipelines.config.Section;
import java.time.Duration;

/** Reads how many alerts are sent, and when. */
final class AlertingSection {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(31);

  private AlertingSection() {}

  static AlertDesk.Options read(Section section) {
    AlertDesk.Options usual = AlertDesk.Options.DEFAULT;
    long interval = millis(section, "interval", usual.interval());
    long silence = millis(section, "silence", usual.silence());
    long repeat = millis(section, "repeat", usual.repeat());
    int limit = section.integer("limit", usual.limit(), 2, 10_000);
    int groupAt = section.integer("groupAt", usual.groupAt(), 2, 1_000_000);
    int incidents = section.integer("incidents", usual.incidents(), 1, 100_000);
    double weight = section.number("criticalWeight", usual.criticalWeight(), 1, 1e9);
    try {
      return new AlertDesk.Options(interval, silence, repeat, limit, groupAt, incidents, weight);
    } catch (IllegalArgumentException e) {
      section.problem("interval", "and what stands beside it do not fit: " + e.getMessage());
      return usual;
    }
  }

  private static long millis(Section section, String key, long usual) {
    return section.duration(key, Duration.ofMillis(usual), SHORTEST, LONGEST).toMillis();
  }
}
