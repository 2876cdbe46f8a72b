package io.atomstreams.pipelines.demo;

import io.atomstreams.pipelines.tracking.Accounting;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows a running demo on a terminal: redrawn in place where the terminal can, one line a look
 * where it cannot.
 */
public final class LiveView {

  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";
  private static final int WIDTH = 130;

  private final PrintStream out;
  private final boolean ansi;
  private int drawn;
  private Snapshot before;

  public LiveView(PrintStream out, boolean ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  public void show(Snapshot now, DemoRun.Endpoints at) {
    if (ansi) {
      List<String> block = block(now, at);
      out.print(drawn == 0 ? "" : UP_AND_CLEAR.formatted(drawn));
      block.forEach(out::println);
      out.flush();
      drawn = block.size();
    } else {
      out.println(line(now));
    }
    before = now;
  }

  private double perSecond(long now, long then, Snapshot snapshot) {
    long millis = snapshot.elapsedMs() - (before == null ? 0 : before.elapsedMs());
    return millis <= 0 ? 0 : (now - then) * 1000.0 / millis;
  }

  private double in(Snapshot now) {
    return perSecond(now.sent(), before == null ? 0 : before.sent(), now);
  }

  private double out(Snapshot now) {
    return perSecond(
        now.account().predictions(), before == null ? 0 : before.account().predictions(), now);
  }

  private String line(Snapshot now) {
    Accounting account = now.account();
    return String.format(
        Locale.ROOT,
        "%s | in %.0f/s, predictions %.0f/s | p50 %s, p99 %s | sent %d, scored %d,"
            + " updated only %d, late %d, dead letters %d, duplicates %d | alerts %d | model %s%s",
        phase(now),
        in(now),
        out(now),
        millis(now.p50Ms()),
        millis(now.p99Ms()),
        now.sent(),
        account.scored(),
        account.updatedOnly(),
        account.late(),
        account.allDeadLetters(),
        account.duplicates(),
        account.alerts(),
        model(now),
        now.learning().map(LiveView::line).orElse(""));
  }

  private static String line(LearningNews learning) {
    return Stream.of(List.of(learning.lineup()), learning.judged(), learning.events())
        .flatMap(List::stream)
        .map(text -> "\n    learning  " + text)
        .collect(Collectors.joining());
  }

  private List<String> block(Snapshot now, DemoRun.Endpoints at) {
    Accounting account = now.account();
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("  ATOM Streams   " + phase(now));
    lines.add("");
    lines.add(row("events in", "%,.0f /s   (%,d in all)", in(now), now.sent()));
    lines.add(row("predictions", "%,.0f /s   (%,d in all)", out(now), account.predictions()));
    lines.add(
        row(
            "latency",
            "p50 %s   p99 %s   source read to visible",
            millis(now.p50Ms()),
            millis(now.p99Ms())));
    lines.add(
        row(
            "outcomes",
            "scored %,d   updated only %,d   duplicates %,d",
            account.scored(),
            account.updatedOnly(),
            account.duplicates()));
    lines.add(
        row(
            "dead letters",
            "%,d   %s",
            account.allDeadLetters(),
            account.deadLetters().toString()));
    lines.add(row("committed", "%,d events", now.committed()));
    lines.add(row("alerts", "%,d", account.alerts()));
    lines.add(row("model", "%s", model(now)));
    lines.add("");
    lines.add(row("web UI", "%s", at.webUi()));
    lines.add(row("metrics", "%s", at.metrics()));
    lines.add(row("Kafka", "%s", at.bootstrapServers()));
    lines.add("");
    now.predictions().forEach(sample -> lines.add(cut("  prediction  " + sample)));
    now.alerts().forEach(sample -> lines.add(cut("  alert       " + sample)));
    now.learning().ifPresent(learning -> learning(learning, lines));
    lines.add("  Ctrl-C ends the demo.");
    return lines;
  }

  private static void learning(LearningNews learning, List<String> lines) {
    lines.add("");
    lines.add(row("learning", "%s", learning.lineup()));
    learning.judged().forEach(judged -> lines.add(cut("  judged      " + judged)));
    learning.events().forEach(event -> lines.add(cut("  then        " + event)));
  }

  private static String row(String name, String format, Object... values) {
    return "  %-14s".formatted(name) + String.format(Locale.ROOT, format, values);
  }

  private static String cut(String line) {
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
  }

  private static String phase(Snapshot now) {
    String time = now.eventTime() == 0 ? "-" : Instant.ofEpochMilli(now.eventTime()).toString();
    if (!now.running()) {
      return "the job is not running at the moment, it starts again: " + time;
    }
    return (now.live() ? "event time " : "filling the windows with history: ") + time;
  }

  private static String millis(double value) {
    return value < 0 ? "-" : String.format(Locale.ROOT, "%.1f ms", value);
  }

  private static String model(Snapshot now) {
    return now.modelVersion().isEmpty() ? "-" : now.modelVersion();
  }
}
