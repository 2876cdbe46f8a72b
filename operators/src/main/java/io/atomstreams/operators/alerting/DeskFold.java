package io.atomstreams.operators.alerting;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Alert.Reason;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.state.StateCodec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * The {@link AlertDesk} of each tenant: alerts in, fewer alerts out, each of which counts those it
 * stands for as reason {@code alerts}. That an incident is over is said only if alerts are counted
 * by that: an alarm is about an instant, and that no other came does not mean that it is mended.
 */
public final class DeskFold implements Fold<DeskState, Alert, Alert> {

  /** Rule and entity of a summary of what was held back. */
  public static final String HELD_BACK = "held_back";

  private static final long serialVersionUID = 1;

  // Configuration.
  private final AlertDesk desk;

  public DeskFold(AlertDesk.Options options) {
    this.desk = new AlertDesk(options);
  }

  @Override
  public StateCodec<DeskState> codec() {
    return new DeskStateCodec();
  }

  @Override
  public long time(Alert alert) {
    return alert.ts();
  }

  @Override
  public Comparator<Alert> ties() {
    return Comparator.comparing(Alert::id);
  }

  @Override
  public void add(DeskState state, Alert alert, Consumer<Alert> out) {
    state.latest = alert.source();
    send(state, desk.take(state.book, alert), out);
  }

  @Override
  public long due(DeskState state) {
    return desk.nextSending(state.book);
  }

  @Override
  public void onTime(DeskState state, long time, Consumer<Alert> out) {
    send(state, desk.advance(state.book, time), out);
  }

  @Override
  public Map<String, ToLongFunction<DeskState>> figures() {
    return Map.of(
        "alerts_received_total", state -> state.book.alertsReceived(),
        "alerts_sent_total", state -> state.book.notificationsSent(),
        "alerts_held", state -> state.book.alertsHeld());
  }

  private static void send(DeskState state, List<Notification> sent, Consumer<Alert> out) {
    long number = state.book.notificationsSent() - sent.size();
    for (Notification notification : sent) {
      number++;
      if (notification.kind() != Notification.Kind.RESOLVED || notification.alerts() > 0) {
        out.accept(alert(state, notification, number));
      }
    }
  }

  private static Alert alert(DeskState state, Notification sent, long number) {
    String rule = sent.rule().isEmpty() ? HELD_BACK : sent.rule();
    return new Alert(
        sent.id(),
        sent.tenant(),
        sent.entity().isEmpty() ? sent.tenant() + "|" + rule : sent.entity(),
        rule,
        sent.severity(),
        sent.message(),
        List.of(
            new Reason("alerts", sent.alerts()),
            new Reason("entities", sent.entities()),
            new Reason("priority", sent.priority())),
        number,
        sent.ts(),
        state.latest,
        0);
  }
}
