package io.atomstreams.operators.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is going on at one tenant: the open incidents, the clock, and what came and went. Belongs to
 * one thread.
 */
public final class AlertBook {

  /** By rule and entity. */
  final TreeMap<String, Incident> incidents = new TreeMap<>();

  String tenant = "";

  /** Event time, ms: of the latest alert, or as far as it was told to be. */
  long now = Long.MIN_VALUE;

  /** When the present interval ends; the desk sends then. */
  long nextSending = Long.MAX_VALUE;

  /** Notifications sent at once since the last sending. */
  int sentAtOnce;

  private long received;
  private long told;
  private long notifications;

  static String key(String rule, String entity) {
    return rule + "\n" + entity;
  }

  void received() {
    received++;
  }

  void sent(long alerts) {
    notifications++;
    told += alerts;
  }

  /** Alerts taken in. */
  public long alertsReceived() {
    return received;
  }

  /** Alerts that notifications have counted. */
  public long alertsTold() {
    return told;
  }

  /** Notifications sent. */
  public long notificationsSent() {
    return notifications;
  }

  /** Alerts that wait to be counted in a notification. */
  public long alertsHeld() {
    return incidents.values().stream().mapToLong(Incident::untold).sum();
  }

  /** Open incidents, those about many among them. */
  public int open() {
    return incidents.size();
  }

  AlertBook copy() {
    AlertBook copy = new AlertBook();
    incidents.forEach((key, incident) -> copy.incidents.put(key, incident.copy()));
    copy.tenant = tenant;
    copy.now = now;
    copy.nextSending = nextSending;
    copy.sentAtOnce = sentAtOnce;
    copy.received = received;
    copy.told = told;
    copy.notifications = notifications;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    Incident.writeText(tenant, out);
    out.writeLong(now);
    out.writeLong(nextSending);
    out.writeInt(sentAtOnce);
    out.writeLong(received);
    out.writeLong(told);
    out.writeLong(notifications);
    out.writeInt(incidents.size());
    for (Map.Entry<String, Incident> each : incidents.entrySet()) {
      each.getValue().write(out);
    }
  }

  static AlertBook read(DataInput in) throws IOException {
    AlertBook read = new AlertBook();
    read.tenant = Incident.readText(in);
    read.now = in.readLong();
    read.nextSending = in.readLong();
    read.sentAtOnce = in.readInt();
    read.received = in.readLong();
    read.told = in.readLong();
    read.notifications = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      Incident incident = Incident.read(in);
      read.incidents.put(key(incident.rule(), incident.entity()), incident);
    }
    return read;
  }
}
