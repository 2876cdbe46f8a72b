package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import java.util.ArrayList;
import java.util.List;

/** How an event is packed, but for its type and whose it is: {@link IntakeCodec} packs those. */
final class EventFields {

  private EventFields() {}

  static void write(PackedOutput out, Event event) {
    out.putText(event.eventId());
    out.putUnsigned(event.schemaVersion());
    out.putLong(event.ts());
    writeRepaired(out, event.repaired());
    if (event instanceof SalesEvent sale) {
      writeSale(out, sale);
    } else if (event instanceof CustomerEvent activity) {
      out.putText(activity.sessionId());
      out.putText(activity.sku());
      out.putText(activity.text());
      out.putText(activity.device());
      out.putText(activity.channel());
    }
  }

  private static void writeRepaired(PackedOutput out, List<String> rules) {
    out.putUnsigned(rules.size());
    for (int i = 0; i < rules.size(); i++) {
      out.putText(rules.get(i));
    }
  }

  private static void writeSale(PackedOutput out, SalesEvent sale) {
    out.putText(sale.orderId());
    out.putText(sale.currency());
    writeLines(out, sale.lines());
    out.putSigned(sale.amount());
    out.putText(sale.payment());
    out.putText(sale.shipTo());
    out.putText(sale.device());
    out.putText(sale.channel());
  }

  private static void writeLines(PackedOutput out, List<OrderLine> lines) {
    out.putUnsigned(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      OrderLine line = lines.get(i);
      out.putText(line.sku());
      out.putSigned(line.qty());
      out.putSigned(line.unitPrice());
      out.putSigned(line.unitCost());
      out.putSigned(line.discount());
    }
  }

  static Event read(PackedInput in, EventType type, String tenant, String customerId) {
    String eventId = in.readText();
    int schemaVersion = (int) in.readUnsigned();
    long ts = in.readLong();
    List<String> repaired = readRepaired(in);
    if (type.stream() == EventType.Stream.CUSTOMER) {
      return new CustomerEvent(
          tenant,
          eventId,
          type,
          schemaVersion,
          ts,
          customerId,
          in.readText(),
          in.readText(),
          in.readText(),
          in.readLabel(),
          in.readLabel(),
          repaired);
    }
    return new SalesEvent(
        tenant,
        eventId,
        type,
        schemaVersion,
        ts,
        customerId,
        in.readText(),
        in.readLabel(),
        readLines(in),
        in.readSigned(),
        in.readLabel(),
        in.readLabel(),
        in.readLabel(),
        in.readLabel(),
        repaired);
  }

  private static List<String> readRepaired(PackedInput in) {
    int size = (int) in.readUnsigned();
    if (size == 0) {
      return List.of();
    }
    List<String> rules = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      rules.add(in.readLabel());
    }
    return rules;
  }

  private static List<OrderLine> readLines(PackedInput in) {
    int size = (int) in.readUnsigned();
    List<OrderLine> lines = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      lines.add(
          new OrderLine(
              in.readText(),
              (int) in.readSigned(),
              in.readSigned(),
              in.readSigned(),
              in.readSigned()));
    }
    return lines;
  }
}
