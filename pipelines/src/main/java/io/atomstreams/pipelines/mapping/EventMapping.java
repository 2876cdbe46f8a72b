package io.atomstreams.pipelines.mapping;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.EventType.Stream;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.validation.EventDecoder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A mapping, read from YAML. Texts are templates: {@code ${…}} is a column (CSV) or a JSON pointer,
 * anything else stands as it is.
 *
 * <pre>{@code
 * format: csv                      # or json
 * event:
 *   type: order_placed             # unless a rule says otherwise
 *   tenant: my-shop
 *   eventId: "my-shop:${OrderNo}"
 *   orderId: "${OrderNo}"
 *   customerId: "${Customer}"      # blank: a guest
 *   currency: GBP
 *   shipTo: "${Country}"           # also payment, device, channel, amount (money);
 *                                  # for customer events sessionId, sku, text
 * time: {field: OrderDate, format: "yyyy-MM-dd HH:mm:ss", zone: Europe/London}
 * money: {unit: major, rounding: half_up}
 * group: {by: OrderNo, mergeWithin: 50}   # csv: rows with the same key form one order
 * lines:
 *   each: /items                   # json only: the array; the templates then start from its elements
 *   sku: "${Article}"
 *   qty: "${Quantity}"
 *   unitPrice: "${Price}"          # also unitCost, discount
 * rules:                           # the first one that applies decides
 *   - when: {field: OrderNo, startsWith: T}
 *     ignore: test_order
 *   - when: {all: [{field: OrderNo, startsWith: C}, {field: Quantity, lessThan: 0}]}
 *     type: cancelled
 *     quantities: absolute
 * }</pre>
 *
 * <p>Immutable and safe for concurrent use.
 */
public final class EventMapping {

  /** What kind of source the mapping is for. */
  public enum Format {
    CSV,
    JSON
  }

  /**
   * Rows with the same key form one order.
   *
   * @param mergeWithin at most this many rows of other orders may stand between two of its rows
   */
  record Grouping(String by, int mergeWithin) {}

  private static final Rule KEEP = new Rule(null, null, null, false);

  private final Format format;
  private final EventType type;
  private final Map<String, Template> event;
  private final Map<String, Template> lines;
  private final String each;
  private final EventTime time;
  private final Money money;
  private final Grouping grouping;
  private final List<Rule> rules;
  private final Set<String> fields;

  EventMapping(
      Format format,
      EventType type,
      Map<String, Template> event,
      Map<String, Template> lines,
      String each,
      EventTime time,
      Money money,
      Grouping grouping,
      List<Rule> rules,
      Set<String> fields) {
    this.format = format;
    this.type = type;
    this.event = Map.copyOf(event);
    this.lines = Map.copyOf(lines);
    this.each = each;
    this.time = time;
    this.money = money;
    this.grouping = grouping;
    this.rules = List.copyOf(rules);
    this.fields = Set.copyOf(fields);
  }

  /**
   * Reads a mapping from its file.
   *
   * @throws io.atomstreams.pipelines.config.ConfigException with all problems of the mapping
   */
  public static EventMapping read(Path file) {
    return MappingReader.read(file);
  }

  /**
   * Reads a mapping from its text.
   *
   * @param name how problems call the mapping
   */
  public static EventMapping parse(String name, String yaml) {
    return MappingReader.parse(name, yaml);
  }

  public Format format() {
    return format;
  }

  /** All fields of a record that the mapping reads. */
  public Set<String> fields() {
    return fields;
  }

  /** {@code null} if each row is an event of its own. */
  Grouping grouping() {
    return grouping;
  }

  /** The pointer to the array of lines, or {@code null}. */
  String each() {
    return each;
  }

  boolean hasLines() {
    return !lines.isEmpty();
  }

  /** The first rule that applies, else one that changes nothing. */
  Rule rule(Row row) {
    for (Rule rule : rules) {
      if (rule.when().holds(row)) {
        return rule;
      }
    }
    return KEEP;
  }

  EventType type(Rule rule) {
    return rule.type() == null ? type : rule.type();
  }

  long time(Row row) throws Unmappable {
    return time.of(row);
  }

  String currency(Row row) {
    return text("currency", row);
  }

  OrderLine line(Row row, String currency, boolean absolute) throws Unmappable {
    int signed = quantity(row);
    int qty = absolute ? Math.abs(signed) : signed;
    atLeast(1, qty, "qty", row);
    String sku = lines.get("sku").apply(row);
    if (sku.isEmpty()) {
      throw missing(lines.get("sku"), "a line needs an article");
    }
    long unitPrice = money.of(lines.get("unitPrice"), row, currency);
    atLeast(0, unitPrice, "unitPrice", row);
    long unitCost = money(lines, "unitCost", row, currency, OrderLine.UNKNOWN_COST);
    long discount = money(lines, "discount", row, currency, 0);
    atLeast(0, discount, "discount", row);
    return new OrderLine(sku, qty, unitPrice, unitCost, discount);
  }

  /**
   * @param row the record, or the first row of the order
   * @param idSuffix is put behind the event id
   */
  Event event(Row row, EventType as, long ts, List<OrderLine> orderLines, String idSuffix)
      throws Unmappable {
    String tenant = required("tenant", row);
    String id = required("eventId", row) + idSuffix;
    if (as.stream() == Stream.CUSTOMER) {
      return new CustomerEvent(
          tenant,
          id,
          as,
          EventDecoder.SCHEMA_VERSION,
          ts,
          required("customerId", row),
          optional("sessionId", row),
          optional("sku", row),
          optional("text", row),
          optional("device", row),
          optional("channel", row));
    }
    if (as == EventType.ORDER_PLACED && orderLines.isEmpty()) {
      throw new Unmappable("no_lines", "the order has no lines, order_placed needs one");
    }
    String currency = required("currency", row);
    return new SalesEvent(
        tenant,
        id,
        as,
        EventDecoder.SCHEMA_VERSION,
        ts,
        optional("customerId", row),
        required("orderId", row),
        currency,
        List.copyOf(orderLines),
        money(event, "amount", row, currency, SalesEvent.NO_AMOUNT),
        optional("payment", row),
        optional("shipTo", row),
        optional("device", row),
        optional("channel", row));
  }

  private long money(
      Map<String, Template> templates, String key, Row row, String currency, long absent)
      throws Unmappable {
    Template template = templates.get(key);
    return template == null || template.apply(row).isEmpty()
        ? absent
        : money.of(template, row, currency);
  }

  private int quantity(Row row) throws Unmappable {
    Template template = lines.get("qty");
    String text = template.apply(row);
    try {
      return Decimals.parse(text).map(BigDecimal::intValueExact).orElseThrow();
    } catch (ArithmeticException | NoSuchElementException e) {
      throw new Unmappable(
          "not_a_number", template + " is '" + text + "', must be a whole number of units");
    }
  }

  private void atLeast(long bound, long value, String key, Row row) throws Unmappable {
    if (value < bound) {
      Template template = lines.get(key);
      throw new Unmappable(
          "out_of_range",
          template + " is '" + template.apply(row) + "', must be at least " + bound);
    }
  }

  private String text(String key, Row row) {
    Template template = event.get(key);
    return template == null ? "" : template.apply(row);
  }

  private String optional(String key, Row row) {
    String text = text(key, row);
    return text.isEmpty() ? null : text;
  }

  private String required(String key, Row row) throws Unmappable {
    String text = text(key, row);
    if (text.isEmpty()) {
      throw missing(event.get(key), "an event needs a " + key);
    }
    return text;
  }

  private static Unmappable missing(Template template, String rule) {
    return new Unmappable("missing_value", template + " is blank; " + rule);
  }
}
