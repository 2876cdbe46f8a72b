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
import java.util.Optional;

/**
 * What features can be kept of. Every event belongs to its customer first, whose state judges
 * whether it is late or repeated; an accepted one then calls on the entities of the other kinds it
 * names.
 *
 * <p>One line adds a kind. The names are for ever: state and the topic {@code features} carry them.
 */
public enum EntityKind {
  CUSTOMER(0, "customer") {
    @Override
    List<String> idsIn(Event event) {
      return one(event.customerId());
    }
  },
  /** An article: each line of an order calls on its own, the largest first. */
  PRODUCT(1, "product") {
    @Override
    List<String> idsIn(Event event) {
      return event instanceof SalesEvent sale ? skus(sale) : one(((CustomerEvent) event).sku());
    }

    /** Only this article's lines; what the whole event moved is not theirs. */
    @Override
    Event part(Event event, String id) {
      return event instanceof SalesEvent sale ? linesOf(sale, id) : event;
    }
  },
  DEVICE(2, "device") {
    @Override
    List<String> idsIn(Event event) {
      return one(
          event instanceof SalesEvent sale ? sale.device() : ((CustomerEvent) event).device());
    }
  },
  SESSION(3, "session") {
    @Override
    List<String> idsIn(Event event) {
      return one(event instanceof CustomerEvent visit ? visit.sessionId() : null);
    }
  },
  /** A means of payment: a card's token, say. */
  PAYMENT(4, "payment") {
    @Override
    List<String> idsIn(Event event) {
      return one(event instanceof SalesEvent sale ? sale.payment() : null);
    }
  },
  /** Where a sale is sent. */
  SHIP_TO(5, "ship_to") {
    @Override
    List<String> idsIn(Event event) {
      return one(event instanceof SalesEvent sale ? sale.shipTo() : null);
    }
  },
  /** All of a tenant's events: one key, so one subtask takes them all. */
  TENANT(6, "tenant") {
    @Override
    List<String> idsIn(Event event) {
      return one(event.tenant());
    }
  };

  private static final EntityKind[] ALL = values();

  private final int code;
  private final String yamlName;

  EntityKind(int code, String yamlName) {
    this.code = code;
    this.yamlName = yamlName;
  }

  /** What stands for the kind in packed bytes: its place in this list. */
  public int code() {
    return code;
  }

  /**
   * The kind of a code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static EntityKind ofCode(int code) {
    if (code < 0 || code >= ALL.length) {
      throw new IllegalArgumentException("no kind of entity has code " + code);
    }
    return ALL[code];
  }

  public String yamlName() {
    return yamlName;
  }

  /** The ids of this kind in an event, each once. */
  abstract List<String> idsIn(Event event);

  /** What of an event concerns one of them. */
  Event part(Event event, String id) {
    return event;
  }

  /**
   * The entity's key: {@code tenant|id} of a customer, {@code kind/tenant|id} of the others. No
   * tenant has a slash in its name.
   */
  public String key(String tenant, String id) {
    return this == CUSTOMER ? tenant + "|" + id : yamlName + "/" + tenant + "|" + id;
  }

  /** The kind that {@link #key} made the key of. */
  public static EntityKind ofKey(String key) {
    int slash = key.indexOf('/');
    return slash < 0 || slash > key.indexOf('|')
        ? CUSTOMER
        : ofYamlName(key.substring(0, slash))
            .orElseThrow(() -> new IllegalArgumentException("no kind of entity has key " + key));
  }

  public static Optional<EntityKind> ofYamlName(String name) {
    for (EntityKind kind : values()) {
      if (kind.yamlName.equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static List<String> one(String id) {
    return id == null ? List.of() : List.of(id);
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
