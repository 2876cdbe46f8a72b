package io.atomstreams.operators.alerting;

import io.atomstreams.operators.alerting.Notification.Kind;
import io.atomstreams.operators.event.Alert.Severity;
import io.atomstreams.operators.event.RecordId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is said of an incident, or of many that were held back. */
final class NotificationText {

  private static final int RULES_NAMED = 3;

  private NotificationText() {}

  static Notification of(String tenant, Kind kind, Incident incident, double priority, long at) {
    String maker =
        "%s\n%s\n%d\n%d"
            .formatted(incident.rule(), incident.entity(), incident.since(), incident.told());
    return new Notification(
        RecordId.of("notification", tenant, maker),
        tenant,
        kind,
        incident.rule(),
        incident.entity(),
        incident.severity(),
        incident.untold(),
        incident.entities(),
        priority,
        message(kind, incident),
        incident.since(),
        incident.until(),
        at);
  }

  private static String message(Kind kind, Incident incident) {
    String about = incident.isAboutMany() ? " about some " + incident.entities() + " entities" : "";
    String count =
        "%d %s%s".formatted(incident.alerts(), incident.alerts() == 1 ? "alert" : "alerts", about);
    return switch (kind) {
      case OPENED ->
          incident.alerts() == 1 ? incident.text() : count + ", first: " + incident.text();
      case ESCALATED -> "critical now, " + count + ", first: " + incident.text();
      case REPEATED -> "goes on, %s, %d of them new".formatted(count, incident.untold());
      case RESOLVED -> "over, " + count;
      case HELD_BACK -> throw new IllegalStateException("a summary is about several incidents");
    };
  }

  static Notification heldBack(String tenant, List<Incident> held, long at) {
    long alerts = held.stream().mapToLong(Incident::untold).sum();
    Severity worst = held.stream().map(Incident::severity).max(Comparator.naturalOrder()).get();
    return new Notification(
        RecordId.of("notification", tenant, "held back\n" + at),
        tenant,
        Kind.HELD_BACK,
        "",
        "",
        worst,
        alerts,
        held.size(),
        0,
        "held back: news of %d incidents with %d alerts; %s"
            .formatted(held.size(), alerts, mostOften(held)),
        held.stream().mapToLong(Incident::since).min().getAsLong(),
        held.stream().mapToLong(Incident::until).max().getAsLong(),
        at);
  }

  /** {@code rule a 12, rule b 3, 2 other rules}: incidents by rule. */
  private static String mostOften(List<Incident> held) {
    Map<String, Long> byRule =
        held.stream()
            .collect(Collectors.groupingBy(Incident::rule, TreeMap::new, Collectors.counting()));
    String named =
        byRule.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(RULES_NAMED)
            .map(each -> "rule %s %d".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(", "));
    int others = byRule.size() - RULES_NAMED;
    return others > 0 ? named + ", " + others + " other rules" : named;
  }
}
