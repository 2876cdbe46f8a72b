package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entities that an event names in a field of its own: those of the built-in kinds. */
enum FieldIds implements EntityIds {
  CUSTOMER {
    @Override
    public List<String> in(Event event) {
      return one(event.customerId());
    }
  },
  /** Each line of an order calls on its own, the largest first. */
  PRODUCT {
    @Override
    public List<String> in(Event event) {
      return event instanceof SalesEvent sale ? skus(sale) : one(((CustomerEvent) event).sku());
    }

    /** Only this article's lines; what the whole event moved is not theirs. */
    @Override
    public Event part(Event event, String id) {
      return event instanceof SalesEvent sale ? linesOf(sale, id) : event;
    }
  },
  DEVICE {
    @Override
    public List<String> in(Event event) {
      return one(
          event instanceof SalesEvent sale ? sale.device() : ((CustomerEvent) event).device());
    }
  },
  SESSION {
    @Override
    public List<String> in(Event event) {
      return one(event instanceof CustomerEvent visit ? visit.sessionId() : null);
    }
  },
  PAYMENT {
    @Override
    public List<String> in(Event event) {
      return one(event instanceof SalesEvent sale ? sale.payment() : null);
    }
  },
  SHIP_TO {
    @Override
    public List<String> in(Event event) {
      return one(event instanceof SalesEvent sale ? sale.shipTo() : null);
    }
  },
  TENANT {
    @Override
    public List<String> in(Event event) {
      return one(event.tenant());
    }
  };

  @Override
  public String text() {
    return "built in";
  }

  private static List<String> one(String id) {
    return id == null || id.isEmpty() ? List.of() : List.of(id);
  }

  /** By the value of their lines, largest first, then by name. */
  private static List<String> skus(SalesEvent sale) {
    if (sale.lines().size() == 1) {
      return one(sale.lines().get(0).sku());
    }
    Map<String, Long> values = new LinkedHashMap<>();
    for (OrderLine line : sale.lines()) {
      values.merge(line.sku(), line.value(), Long::sum);
    }
    List<String> skus = new ArrayList<>(values.keySet());
    skus.sort(
        Comparator.<String, Long>comparing(values::get)
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    return skus;
  }

  private static SalesEvent linesOf(SalesEvent sale, String sku) {
    return new SalesEvent(
        sale.tenant(),
        sale.eventId(),
        sale.type(),
        sale.schemaVersion(),
        sale.ts(),
        sale.customerId(),
        sale.orderId(),
        sale.currency(),
        sale.lines().stream().filter(line -> line.sku().equals(sku)).toList(),
        SalesEvent.NO_AMOUNT,
        sale.payment(),
        sale.shipTo(),
        sale.device(),
        sale.channel(),
        sale.repaired());
  }
}
