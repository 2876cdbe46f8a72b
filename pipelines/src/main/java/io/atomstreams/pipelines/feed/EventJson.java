package io.atomstreams.pipelines.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes an event as JSON in UTF-8, in the shape of the published schemas. What an event does not
 * say (null, an unknown cost, no discount, no lines) is left out, so that reading gives the same
 * event again: {@code decode(write(e)).equals(e)}. The same event gives the same bytes.
 */
public final class EventJson {

  private static final JsonFactory JSON = new JsonFactory();

  private static final int USUAL_BYTES = 384;

  private EventJson() {}

  public static byte[] write(Event event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("tenant", event.tenant());
      out.writeStringField("eventId", event.eventId());
      out.writeStringField("type", event.type().wireName());
      out.writeNumberField("schemaVersion", event.schemaVersion());
      out.writeNumberField("ts", event.ts());
      text(out, "customerId", event.customerId());
      if (event instanceof SalesEvent sale) {
        sale(out, sale);
      } else {
        activity(out, (CustomerEvent) event);
      }
      out.writeEndObject();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  private static void sale(JsonGenerator out, SalesEvent sale) throws IOException {
    out.writeStringField("orderId", sale.orderId());
    out.writeStringField("currency", sale.currency());
    List<OrderLine> lines = sale.lines();
    if (!lines.isEmpty()) {
      out.writeArrayFieldStart("lines");
      for (int i = 0; i < lines.size(); i++) {
        line(out, lines.get(i));
      }
      out.writeEndArray();
    }
    number(out, "amount", sale.amount(), SalesEvent.NO_AMOUNT);
    text(out, "payment", sale.payment());
    text(out, "shipTo", sale.shipTo());
    text(out, "device", sale.device());
    text(out, "channel", sale.channel());
  }

  private static void line(JsonGenerator out, OrderLine line) throws IOException {
    out.writeStartObject();
    out.writeStringField("sku", line.sku());
    out.writeNumberField("qty", line.qty());
    out.writeNumberField("unitPrice", line.unitPrice());
    number(out, "unitCost", line.unitCost(), OrderLine.UNKNOWN_COST);
    number(out, "discount", line.discount(), 0);
    out.writeEndObject();
  }

  private static void activity(JsonGenerator out, CustomerEvent event) throws IOException {
    text(out, "sessionId", event.sessionId());
    text(out, "sku", event.sku());
    text(out, "text", event.text());
    text(out, "device", event.device());
    text(out, "channel", event.channel());
  }

  private static void text(JsonGenerator out, String field, String value) throws IOException {
    if (value != null) {
      out.writeStringField(field, value);
    }
  }

  private static void number(JsonGenerator out, String field, long value, long absent)
      throws IOException {
    if (value != absent) {
      out.writeNumberField(field, value);
    }
  }
}
