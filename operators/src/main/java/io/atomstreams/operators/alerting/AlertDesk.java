package io.atomstreams.operators.alerting;

import io.atomstreams.operators.alerting.Notification.Kind;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Alert.Severity;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides what people are sent of a tenant's alerts, so that they read it: a fold over alerts in
 * the order in which they come, by event time alone.
 *
 * <ul>
 *   <li>Alerts of one rule about one entity are one incident until there was silence for long
 *       enough. It is told when it opens, when it becomes critical, every {@code repeat} while it
 *       goes on, and when it is over.
 *   <li>Where a rule opens incidents about {@code groupAt} entities in one interval they become one
 *       incident about many, and so do later ones while it lasts.
 *   <li>At the end of each interval what there is to tell is ranked by expected cost times the
 *       severity's weight; the first {@code limit} are sent, the rest are summed up in one {@link
 *       Kind#HELD_BACK}. So at most {@code limit + 1} are sent in an interval, whatever happens. A
 *       critical incident does not wait for the end while less than half the limit was sent at
 *       once.
 * </ul>
 *
 * <p>Nothing is lost silently: every alert is counted in exactly one notification or still held,
 * {@code received = told + held}. Memory: some 300 bytes an incident plus its first alert's text,
 * at most {@code incidents} about one entity; beyond, alerts count as part of an incident about
 * many. Cost: a look-up an alert, a walk over the open incidents an interval.
 */
public final class AlertDesk implements Serializable {

  private static final long serialVersionUID = 1;

  /** The reason of an alert that says what it may cost, in any one unit. */
  public static final String EXPECTED_COST = "expected_cost";

  /**
   * What is set; times are event time, ms.
   *
   * @param interval between sendings, 1 s or more
   * @param silence after which an incident is over, at least {@code interval}
   * @param repeat between notifications of an incident that goes on, at least {@code interval}
   * @param limit of notifications in an interval, beside the summary; 2 or more
   * @param groupAt entities in one interval from which on they are one incident, 2 or more
   * @param incidents most open ones about one entity each, 1 to 100,000
   * @param criticalWeight how much more a critical one's cost counts, 1 or more
   */
  public record Options(
      long interval,
      long silence,
      long repeat,
      int limit,
      int groupAt,
      int incidents,
      double criticalWeight)
      implements Serializable {

    /** Ten a minute, each again after an hour, over after half an hour. */
    public static final Options DEFAULT =
        new Options(
            Duration.ofMinutes(1).toMillis(),
            Duration.ofMinutes(30).toMillis(),
            Duration.ofHours(1).toMillis(),
            10,
            5,
            10_000,
            10);

    public Options {
      require(interval >= 1_000, "interval", interval, "1000 ms or more");
      require(silence >= interval, "silence", silence, "at least interval");
      require(repeat >= interval, "repeat", repeat, "at least interval");
      require(limit >= 2, "limit", limit, "2 or more");
      require(groupAt >= 2, "groupAt", groupAt, "2 or more");
      require(incidents >= 1 && incidents <= 100_000, "incidents", incidents, "1 to 100000");
      require(criticalWeight >= 1, "criticalWeight", criticalWeight, "1 or more");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "alert desk: " + name + " is " + value + ", must be " + rule);
      }
    }
  }

  private final Options options;

  public AlertDesk(Options options) {
    this.options = options;
  }

  /** What an alert says it may cost; 1 if it says nothing, so that severity and number rank. */
  public static double expectedCost(Alert alert) {
    return alert.reasons().stream()
        .filter(reason -> reason.name().equals(EXPECTED_COST))
        .mapToDouble(reason -> Math.max(0, reason.value()))
        .filter(Double::isFinite)
        .findFirst()
        .orElse(1);
  }

  /** Takes in an alert of the book's tenant; what is to be sent now. */
  public List<Notification> take(AlertBook book, Alert alert) {
    List<Notification> sent = new ArrayList<>(advance(book, alert.ts()));
    book.tenant = alert.tenant();
    book.received();
    Incident incident = incident(book, alert);
    incident.take(alert.ts(), alert.severity(), expectedCost(alert));
    incident.sees(alert.entity());
    book.nextSending = Math.min(book.nextSending, intervalEnd(book.now));
    if (incident.severity() == Severity.CRITICAL
        && incident.told() == 0
        && !incident.isAboutMany()
        && book.sentAtOnce < options.limit / 2) {
      book.sentAtOnce++;
      sent.add(told(book, new News(incident, Kind.OPENED), book.now));
    }
    return sent;
  }

  /** Event time has come so far; what is to be sent now. */
  public List<Notification> advance(AlertBook book, long to) {
    List<Notification> sent = new ArrayList<>();
    while (to >= book.nextSending) {
      send(book, book.nextSending, sent);
      book.nextSending = next(book, book.nextSending);
    }
    book.now = Math.max(book.now, to);
    return sent;
  }

  /** When {@link #advance} has to be called, event time; never if nothing is open. */
  public long nextSending(AlertBook book) {
    return book.nextSending;
  }

  private long intervalEnd(long ts) {
    return Math.addExact(Math.floorDiv(ts, options.interval) * options.interval, options.interval);
  }

  private Incident incident(AlertBook book, Alert alert) {
    Incident single = book.incidents.get(AlertBook.key(alert.rule(), alert.entity()));
    if (single != null) {
      return single;
    }
    Incident many = book.incidents.get(AlertBook.key(alert.rule(), ""));
    if (many != null) {
      return many;
    }
    if (book.open() < options.incidents) {
      return opened(book, alert.rule(), alert.entity(), alert);
    }
    return book.open() < 2 * options.incidents
        ? opened(book, alert.rule(), "", alert)
        : overflow(book, alert);
  }

  /** More rules than incidents: all the others are one. */
  private static Incident overflow(AlertBook book, Alert alert) {
    Incident all = book.incidents.get(AlertBook.key("", ""));
    return all != null ? all : opened(book, "", "", alert);
  }

  private static Incident opened(AlertBook book, String rule, String entity, Alert first) {
    Incident incident = new Incident(rule, entity, first.ts(), first.severity(), first.message());
    book.incidents.put(AlertBook.key(rule, entity), incident);
    return incident;
  }

  private record News(Incident incident, Kind kind) {}

  private void send(AlertBook book, long at, List<Notification> sent) {
    group(book);
    List<News> news = new ArrayList<>();
    for (Incident incident : book.incidents.values()) {
      Kind kind = incident.news(at, options);
      if (kind != null) {
        news.add(new News(incident, kind));
      }
    }
    news.sort(this::compare);
    int room = Math.min(news.size(), Math.max(0, options.limit - book.sentAtOnce));
    for (News each : news.subList(0, room)) {
      sent.add(told(book, each, at));
    }
    if (room < news.size()) {
      sent.add(heldBack(book, news.subList(room, news.size()), at));
    }
    for (News each : news) {
      if (each.kind == Kind.RESOLVED) {
        book.incidents.remove(AlertBook.key(each.incident.rule(), each.incident.entity()));
      }
    }
    book.sentAtOnce = 0;
  }

  /** Costliest first, what is over last; equals in the order of rule and entity. */
  private int compare(News one, News other) {
    boolean isOver = one.kind == Kind.RESOLVED;
    return isOver == (other.kind == Kind.RESOLVED)
        ? Double.compare(priority(other.incident), priority(one.incident))
        : Boolean.compare(isOver, other.kind == Kind.RESOLVED);
  }

  private double priority(Incident incident) {
    return incident.cost()
        * (incident.severity() == Severity.CRITICAL ? options.criticalWeight : 1);
  }

  /** Makes one of a rule's incidents about one entity each that nobody was told of. */
  private void group(AlertBook book) {
    Map<String, List<Incident>> fresh = new HashMap<>();
    for (Incident incident : book.incidents.values()) {
      if (incident.told() == 0 && !incident.isAboutMany()) {
        fresh.computeIfAbsent(incident.rule(), none -> new ArrayList<>()).add(incident);
      }
    }
    fresh.values().stream()
        .filter(of -> of.size() >= options.groupAt)
        .forEach(of -> group(book, of));
  }

  private static void group(AlertBook book, List<Incident> singles) {
    Incident first = singles.get(0);
    String rule = first.rule();
    Incident many =
        book.incidents.computeIfAbsent(
            AlertBook.key(rule, ""),
            none -> new Incident(rule, "", first.since(), first.severity(), first.text()));
    for (Incident single : singles) {
      many.absorb(single);
      book.incidents.remove(AlertBook.key(rule, single.entity()));
    }
  }

  private Notification told(AlertBook book, News news, long at) {
    Incident incident = news.incident;
    Notification notification =
        NotificationText.of(book.tenant, news.kind, incident, priority(incident), at);
    book.sent(incident.untold());
    incident.wasTold(at);
    return notification;
  }

  private static Notification heldBack(AlertBook book, List<News> held, long at) {
    List<Incident> incidents = held.stream().map(News::incident).toList();
    Notification summary = NotificationText.heldBack(book.tenant, incidents, at);
    book.sent(summary.alerts());
    incidents.forEach(incident -> incident.wasTold(at));
    return summary;
  }

  private long next(AlertBook book, long after) {
    long due = Long.MAX_VALUE;
    for (Incident incident : book.incidents.values()) {
      due = Math.min(due, incident.due(options));
    }
    return due == Long.MAX_VALUE ? due : Math.max(intervalEnd(after), intervalEnd(due - 1));
  }
}
