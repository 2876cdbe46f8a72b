package io.atomstreams.pipelines.simulator;

import static io.atomstreams.pipelines.simulator.Seasons.DAY;
import static io.atomstreams.pipelines.simulator.Seasons.HOUR;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.pipelines.simulator.KeyedRandom.Purpose;
import java.util.List;

/**
 * Spoils a day's plan. What the customers caused stays in the stream whatever befalls it: a fault
 * is one more record with an event id of its own (duplicates: with the same one), or a delay. So
 * the stream without faults is the stream with faults less the injected records.
 */
final class FaultInjector {

  private static final Fault[] DRAWN = {
    Fault.DUPLICATE,
    Fault.OUT_OF_ORDER,
    Fault.LATE,
    Fault.MALFORMED,
    Fault.UNKNOWN_TYPE,
    Fault.OUT_OF_RANGE,
    Fault.MISSING_FIELD,
    Fault.FUTURE
  };

  private final FaultShares shares;
  private final boolean none;
  private final long firstDay;
  private final Agenda agenda;
  private final KeyedRandom random;

  FaultInjector(SimulatorOptions options, long firstDay, Agenda agenda) {
    this.shares = options.faults();
    this.firstDay = firstDay;
    this.agenda = agenda;
    this.random = new KeyedRandom(options.seed());
    double sum = 0;
    for (Fault fault : DRAWN) {
      sum += shares.of(fault);
    }
    this.none = sum == 0;
  }

  /** To be called once per day, when all that the customers cause on it is planned. */
  void spoil(long day) {
    if (none) {
      return;
    }
    List<Planned> plan = agenda.day(day);
    int caused = plan.size();
    for (int i = 0; i < caused; i++) {
      Planned planned = plan.get(i);
      if (planned.fault() == Fault.NONE) {
        random.key(Purpose.FAULT, planned.event().eventId().hashCode(), planned.at());
        befall(plan, i, planned, draw());
      }
    }
    // what is delayed beyond midnight stands in its new day's plan as well
    plan.removeIf(planned -> Math.floorDiv(planned.at(), DAY) != day);
  }

  private Fault draw() {
    double u = random.uniform();
    for (Fault fault : DRAWN) {
      u -= shares.of(fault);
      if (u < 0) {
        return fault;
      }
    }
    return Fault.NONE;
  }

  private void befall(List<Planned> plan, int i, Planned planned, Fault fault) {
    Event event = planned.event();
    long soon = planned.at() + random.between(1_000, 60_000);
    switch (fault) {
      case NONE, VALUE_OUTLIER -> {}
      case DUPLICATE ->
          agenda.plan(new Planned(planned.at() + random.between(60_000, 6 * HOUR), event, fault));
      case OUT_OF_ORDER -> delay(plan, i, planned);
      case LATE -> late(planned, soon);
      case MALFORMED, UNKNOWN_TYPE, OUT_OF_RANGE, MISSING_FIELD ->
          agenda.plan(new Planned(soon, Copies.of(event, "-x", event.ts()), fault));
      case FUTURE ->
          agenda.plan(
              new Planned(
                  soon,
                  Copies.of(event, "-x", event.ts() + random.between(2 * 365L, 10 * 365L) * DAY),
                  fault));
    }
  }

  private void delay(List<Planned> plan, int i, Planned planned) {
    Planned delayed =
        new Planned(
            planned.at() + random.between(120_000, 12 * HOUR), planned.event(), Fault.OUT_OF_ORDER);
    plan.set(i, delayed);
    if (Math.floorDiv(delayed.at(), DAY) != Math.floorDiv(planned.at(), DAY)) {
      agenda.plan(delayed);
    }
  }

  private void late(Planned planned, long soon) {
    Event event = planned.event();
    if (event.customerId() == null || planned.at() < (firstDay + 5) * DAY) {
      return;
    }
    long behind = event.ts() - random.between(2 * DAY, 5 * DAY);
    Event late =
        event instanceof SalesEvent sale
            ? Copies.ofOrder(sale, "-l", behind)
            : Copies.of(event, "-l", behind);
    agenda.plan(new Planned(soon, late, Fault.LATE));
  }
}
