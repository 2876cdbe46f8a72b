package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How an event is written between two operators. */
final class EventFields {

  private EventFields() {}

  static void write(DataOutput out, Event event) throws IOException {
    Fields.writeText(out, event.type().wireName());
    Fields.writeText(out, event.tenant());
    Fields.writeText(out, event.eventId());
    Varint.writeUnsigned(out, event.schemaVersion());
    Varint.writeSigned(out, event.ts());
    Fields.writeText(out, event.customerId());
    if (event instanceof SalesEvent sale) {
      writeSale(out, sale);
    } else if (event instanceof CustomerEvent activity) {
      Fields.writeText(out, activity.sessionId());
      Fields.writeText(out, activity.sku());
      Fields.writeText(out, activity.text());
      Fields.writeText(out, activity.device());
      Fields.writeText(out, activity.channel());
    }
  }

  private static void writeSale(DataOutput out, SalesEvent sale) throws IOException {
    Fields.writeText(out, sale.orderId());
    Fields.writeText(out, sale.currency());
    Varint.writeUnsigned(out, sale.lines().size());
    for (OrderLine line : sale.lines()) {
      Fields.writeText(out, line.sku());
      Varint.writeSigned(out, line.qty());
      Varint.writeSigned(out, line.unitPrice());
      Varint.writeSigned(out, line.unitCost());
      Varint.writeSigned(out, line.discount());
    }
    Varint.writeSigned(out, sale.amount());
    Fields.writeText(out, sale.payment());
    Fields.writeText(out, sale.shipTo());
    Fields.writeText(out, sale.device());
    Fields.writeText(out, sale.channel());
  }

  static Event read(DataInput in) throws IOException {
    String wireName = Fields.readText(in);
    EventType type =
        EventType.ofWireName(wireName)
            .orElseThrow(() -> new IOException("no event type is called " + wireName));
    String tenant = Fields.readText(in);
    String eventId = Fields.readText(in);
    int schemaVersion = (int) Varint.readUnsigned(in);
    long ts = Varint.readSigned(in);
    String customerId = Fields.readText(in);
    if (type.stream() == EventType.Stream.CUSTOMER) {
      return new CustomerEvent(
          tenant,
          eventId,
          type,
          schemaVersion,
          ts,
          customerId,
          Fields.readText(in),
          Fields.readText(in),
          Fields.readText(in),
          Fields.readText(in),
          Fields.readText(in));
    }
    return new SalesEvent(
        tenant,
        eventId,
        type,
        schemaVersion,
        ts,
        customerId,
        Fields.readText(in),
        Fields.readText(in),
        readLines(in),
        Varint.readSigned(in),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in));
  }

  private static List<OrderLine> readLines(DataInput in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<OrderLine> lines = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      lines.add(
          new OrderLine(
              Fields.readText(in),
              (int) Varint.readSigned(in),
              Varint.readSigned(in),
              Varint.readSigned(in),
              Varint.readSigned(in)));
    }
    return lines;
  }
}
