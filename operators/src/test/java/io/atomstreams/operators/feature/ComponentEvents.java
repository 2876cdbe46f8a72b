package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.feature.FeatureSpec.Component;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Sales of customers who share devices and cards, and a feature of how they are connected. */
public final class ComponentEvents {

  public static final Duration WINDOW = Duration.ofDays(7);
  public static final int MOST = 64;

  private static final EntityStage.Options TIME =
      new EntityStage.Options(Duration.ofDays(1), Duration.ofDays(1));

  private ComponentEvents() {}

  public static ComponentStage stage() {
    return stage(
        new Component(
            "ring",
            Set.of(EntityKind.PAYMENT, EntityKind.DEVICE),
            Measure.ONE,
            Set.of(EventType.ORDER_PLACED),
            WINDOW,
            MOST));
  }

  static ComponentStage stage(Component feature) {
    return new ComponentStage(feature, TIME);
  }

  public static SalesEvent sale(
      EventType type, long ts, String customer, String device, String payment) {
    return new SalesEvent(
        "acme", "e", type, 1, ts, customer, "o", "EUR", List.of(), -1, payment, null, device, null);
  }

  public static SalesEvent order(long ts, String customer, String device, String payment) {
    return sale(EventType.ORDER_PLACED, ts, customer, device, payment);
  }

  /**
   * Any sale: at times a guest's, without a device or a card, not an order, late, or after a pause.
   *
   * @param now the clock, which has moved on
   * @param names how many customers, devices and cards there are, each
   */
  public static SalesEvent random(Random random, long now, int names) {
    return sale(
        random.nextInt(5) == 0 ? EventType.PAID : EventType.ORDER_PLACED,
        now - (random.nextInt(6) == 0 ? random.nextInt(86_400_000) : 0),
        random.nextInt(8) == 0 ? null : "c" + random.nextInt(names),
        random.nextInt(3) == 0 ? null : "d" + random.nextInt(names),
        random.nextInt(3) == 0 ? null : "p" + random.nextInt(names));
  }

  public static long step(Random random) {
    return random.nextInt(15) == 0
        ? random.nextInt(16) * EntityEvents.DAY
        : random.nextInt(3) * EntityEvents.HOUR;
  }
}
