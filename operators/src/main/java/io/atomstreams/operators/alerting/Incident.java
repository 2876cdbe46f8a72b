package io.atomstreams.operators.alerting;

import io.atomstreams.operators.alerting.Notification.Kind;
import io.atomstreams.operators.event.Alert.Severity;
import io.atomstreams.operators.state.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One thing that is going on: alerts of one rule about one entity, or about many.
 *
 * <pre>
 *   opened ──alerts──► goes on ──silence──► resolved
 *              └─critical─► escalated
 * </pre>
 */
final class Incident {

  private static final int WORDS = 64;
  private static final int MOST_TEXT = 200;

  private final String rule;

  /** Empty for many. */
  private final String entity;

  private final long since;

  /** What its first alert said. */
  private final String text;

  /** Of the entities' hashes, if it is about many: linear counting (Whang et al. 1990). */
  private final long[] seen;

  private long until;
  private Severity severity;
  private double cost;

  /** Alerts that no notification has counted. */
  private long untold;

  private long alerts;
  private int told;
  private long toldAt = Long.MIN_VALUE;
  private Severity toldSeverity;

  Incident(String rule, String entity, long since, Severity severity, String text) {
    this.rule = rule;
    this.entity = entity;
    this.since = since;
    this.until = since;
    this.severity = severity;
    this.text = text.substring(0, Math.min(MOST_TEXT, text.length()));
    this.seen = new long[entity.isEmpty() ? WORDS : 0];
  }

  String rule() {
    return rule;
  }

  String entity() {
    return entity;
  }

  boolean isAboutMany() {
    return entity.isEmpty();
  }

  long since() {
    return since;
  }

  long until() {
    return until;
  }

  Severity severity() {
    return severity;
  }

  double cost() {
    return cost;
  }

  long untold() {
    return untold;
  }

  long alerts() {
    return alerts;
  }

  String text() {
    return text;
  }

  /** How many it is about, estimated within some hundredths below 10,000; never more than that. */
  int entities() {
    if (!isAboutMany()) {
      return 1;
    }
    int set = 0;
    for (long word : seen) {
      set += Long.bitCount(word);
    }
    double bits = Long.SIZE * WORDS;
    double free = Math.max(bits - set, bits * Math.exp(-10_000 / bits));
    return Math.max(1, (int) Math.round(-bits * Math.log(free / bits)));
  }

  /** Counts an entity, if it is about many. */
  void sees(String one) {
    if (isAboutMany()) {
      long hash = 0;
      for (int i = 0; i < one.length(); i++) {
        hash = 31 * hash + one.charAt(i);
      }
      int bit = (int) (CounterRandom.mix(hash) & (Long.SIZE * WORDS - 1));
      seen[bit / Long.SIZE] |= 1L << bit % Long.SIZE;
    }
  }

  /** Notifications of it so far. */
  int told() {
    return told;
  }

  void take(long ts, Severity itsSeverity, double itsCost) {
    until = Math.max(until, ts);
    severity = severity.compareTo(itsSeverity) < 0 ? itsSeverity : severity;
    cost += itsCost;
    untold++;
    alerts++;
  }

  /** Another becomes part of this one. */
  void absorb(Incident other) {
    until = Math.max(until, other.until);
    severity = severity.compareTo(other.severity) < 0 ? other.severity : severity;
    cost += other.cost;
    untold += other.untold;
    alerts += other.alerts;
    sees(other.entity);
  }

  /** What is to be said of it, if anything. */
  Kind news(long now, AlertDesk.Options options) {
    if (told == 0) {
      return Kind.OPENED;
    }
    if (severity.compareTo(toldSeverity) > 0) {
      return Kind.ESCALATED;
    }
    if (now - until >= options.silence()) {
      return Kind.RESOLVED;
    }
    return untold > 0 && now - toldAt >= options.repeat() ? Kind.REPEATED : null;
  }

  /** When there will be something to say if no alert comes. */
  long due(AlertDesk.Options options) {
    if (told == 0) {
      return until;
    }
    long over = until + options.silence();
    return untold > 0 ? Math.min(over, toldAt + options.repeat()) : over;
  }

  /** It was told, or counted in a summary: what comes is news again from here on. */
  void wasTold(long now) {
    told++;
    toldAt = now;
    toldSeverity = severity;
    untold = 0;
  }

  Incident copy() {
    Incident copy = new Incident(rule, entity, since, severity, text);
    System.arraycopy(seen, 0, copy.seen, 0, seen.length);
    copy.until = until;
    copy.cost = cost;
    copy.untold = untold;
    copy.alerts = alerts;
    copy.told = told;
    copy.toldAt = toldAt;
    copy.toldSeverity = toldSeverity;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    writeText(rule, out);
    writeText(entity, out);
    out.writeLong(since);
    out.writeLong(until);
    writeText(severity.name(), out);
    writeText(text, out);
    for (long word : seen) {
      out.writeLong(word);
    }
    out.writeDouble(cost);
    out.writeLong(untold);
    out.writeLong(alerts);
    out.writeInt(told);
    out.writeLong(toldAt);
    writeText(toldSeverity == null ? "" : toldSeverity.name(), out);
  }

  static Incident read(DataInput in) throws IOException {
    String rule = readText(in);
    String entity = readText(in);
    long since = in.readLong();
    long until = in.readLong();
    Severity severity = Severity.valueOf(readText(in));
    Incident read = new Incident(rule, entity, since, severity, readText(in));
    for (int i = 0; i < read.seen.length; i++) {
      read.seen[i] = in.readLong();
    }
    read.until = until;
    read.cost = in.readDouble();
    read.untold = in.readLong();
    read.alerts = in.readLong();
    read.told = in.readInt();
    read.toldAt = in.readLong();
    String toldSeverity = readText(in);
    read.toldSeverity = toldSeverity.isEmpty() ? null : Severity.valueOf(toldSeverity);
    return read;
  }

  static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
