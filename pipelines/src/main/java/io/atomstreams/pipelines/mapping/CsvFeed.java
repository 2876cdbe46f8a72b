package io.atomstreams.pipelines.mapping;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.feed.EventJson;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.mapping.CsvRows.CsvRow;
import io.atomstreams.pipelines.mapping.EventMapping.Format;
import io.atomstreams.pipelines.mapping.EventMapping.Grouping;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * The events of a CSV file, in the order of their first rows. Reads on as events are asked for: in
 * memory are the orders that may still get rows, and some 50 bytes for each event handed out, by
 * which an event id is never given twice.
 *
 * <p>Every event keeps the contract; rows of one that would not are counted as unmappable.
 *
 * <pre>{@code
 * try (CsvFeed feed = CsvFeed.open(Path.of("orders.csv.gz"), Path.of("orders.yaml"))) {
 *   feed.forEachRemaining(topic::send);
 *   System.out.println(feed.report());
 * }
 * }</pre>
 */
public final class CsvFeed implements Iterator<FeedEvent>, AutoCloseable {

  private final String file;
  private final EventMapping mapping;
  private final Grouping grouping;
  private final CsvRows rows;
  private final Tally tally = new Tally();
  private final Queue<OpenOrder> orders = new ArrayDeque<>();
  private final Map<String, OpenOrder> byKey = new HashMap<>();
  private final Set<Long> given = new HashSet<>();
  private final Queue<FeedEvent> ready = new ArrayDeque<>();

  /** Any time at all: whether it is too old or too new is the question of the job that reads it. */
  private final EventContract contract =
      new EventContract(
          new EventContract.Options(
              Instant.ofEpochMilli(Long.MIN_VALUE), Duration.ZERO, EventClock.wall()));

  private long read;
  private boolean ended;

  private CsvFeed(Path csv, EventMapping mapping) {
    this.file = String.valueOf(csv.getFileName());
    this.mapping = mapping;
    this.grouping = mapping.grouping();
    this.rows = new CsvRows(csv, mapping.fields());
  }

  /**
   * Opens a file with the mapping of another one.
   *
   * @param csv plain or {@code .gz}
   * @throws ConfigException if the mapping is wrong, with all its problems
   * @throws MappingException if the file cannot be read or lacks columns
   */
  public static CsvFeed open(Path csv, Path mapping) {
    return open(csv, EventMapping.read(mapping));
  }

  /** Opens a file with a mapping that is already read. */
  public static CsvFeed open(Path csv, EventMapping mapping) {
    if (mapping.format() != Format.CSV) {
      throw new ConfigException(
          List.of(
              csv.getFileName() + ": the mapping's format is json, must be csv to read a file"));
    }
    return new CsvFeed(csv, mapping);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !ended) {
      CsvRow row = rows.next();
      if (row == null) {
        ended = true;
      } else {
        read++;
        tally.read();
        take(row);
      }
      closeComplete();
    }
    return !ready.isEmpty();
  }

  @Override
  public FeedEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException(file + " has no more events");
    }
    return ready.remove();
  }

  /** What became of the rows so far. */
  public MappingReport report() {
    return tally.report();
  }

  @Override
  public void close() {
    rows.close();
  }

  private void take(CsvRow row) {
    try {
      if (!row.isComplete()) {
        throw new Unmappable(
            "wrong_column_count",
            "%d columns, must be %d as in the header"
                .formatted(row.cells().size(), rows.columns().size()));
      }
      Rule rule = mapping.rule(row);
      if (rule.ignore() != null) {
        tally.ignored(rule.ignore());
        return;
      }
      long ts = mapping.time(row);
      EventType type = mapping.type(rule);
      OpenOrder order = orderOf(row, type, ts);
      OrderLine line =
          mapping.hasLines() ? mapping.line(row, mapping.currency(row), rule.absolute()) : null;
      add(order, line, ts);
    } catch (Unmappable e) {
      refuse(row, 1, e);
    }
  }

  /** The open order of this row, or a new one that is not yet opened. */
  private OpenOrder orderOf(CsvRow row, EventType type, long ts) throws Unmappable {
    if (grouping == null) {
      return new OpenOrder(row, null, type, ts);
    }
    String key = row.value(grouping.by());
    if (key.isEmpty()) {
      throw new Unmappable(
          "missing_value", grouping.by() + " is blank; it says which order a row belongs to");
    }
    OpenOrder order = byKey.get(key);
    if (order == null || isComplete(order, read - 1)) {
      return new OpenOrder(row, key, type, ts);
    }
    if (order.type != type) {
      throw new Unmappable(
          "mixed_types",
          "%s %s is %s by its first row and %s by this one; the rules must agree"
              .formatted(grouping.by(), key, order.type.wireName(), type.wireName()));
    }
    return order;
  }

  private void add(OpenOrder order, OrderLine line, long ts) {
    if (order.lastRow == 0) {
      orders.add(order);
      if (order.key != null) {
        byKey.put(order.key, order);
      }
    }
    order.add(line, ts, read);
    tally.opened();
  }

  private void closeComplete() {
    while (!orders.isEmpty() && (ended || isComplete(orders.element(), read))) {
      OpenOrder order = orders.remove();
      if (order.key != null) {
        byKey.remove(order.key, order);
      }
      emit(order);
    }
  }

  private boolean isComplete(OpenOrder order, long rowsBefore) {
    return grouping == null || rowsBefore - order.lastRow > grouping.mergeWithin();
  }

  private void emit(OpenOrder order) {
    int count = order.lines.size();
    tally.closed(count);
    try {
      List<OrderLine> lines = mapping.hasLines() ? order.lines : List.of();
      Event event = mapping.event(order.first, order.type, order.ts, lines, "");
      int part = 1;
      while (grouping != null && !given.add(hash(event.eventId()))) {
        event = mapping.event(order.first, order.type, order.ts, lines, "~" + ++part);
      }
      Optional<Decoded.Rejected> refused = contract.check(event, order.ts);
      if (refused.isPresent()) {
        throw new Unmappable("out_of_contract", refused.get().detail());
      }
      tally.event(count, part > 1);
      ready.add(
          new FeedEvent(event.type().stream(), key(event), event.ts(), EventJson.write(event)));
    } catch (Unmappable e) {
      refuse(order.first, count, e);
    }
  }

  private void refuse(CsvRow row, int count, Unmappable why) {
    tally.unmappable(
        why.reason(),
        count,
        "%s line %d: %s; correct the row or let a rule ignore such rows"
            .formatted(file, row.line(), why.getMessage()));
  }

  private static String key(Event event) {
    String entity =
        event.customerId() == null ? ((SalesEvent) event).orderId() : event.customerId();
    return event.tenant() + "|" + entity;
  }

  /** 64 bits of FNV-1a: two of ten million ids agree by chance once in 400 000 files. */
  private static long hash(String text) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }
}
