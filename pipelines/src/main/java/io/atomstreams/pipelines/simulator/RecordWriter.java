package io.atomstreams.pipelines.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.pipelines.feed.EventJson;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.util.Arrays;
import java.util.List;

/** Turns a planned record into the bytes that are sent, spoilt as its fault says. */
final class RecordWriter {

  private static final List<String> REQUIRED =
      List.of(
          "\"tenant\":\"[^\"]*\",",
          "\"eventId\":\"[^\"]*\",",
          "\"type\":\"[^\"]*\",",
          "\"schemaVersion\":1,",
          "\"ts\":\\d+,");

  private RecordWriter() {}

  static FeedEvent write(Planned planned) {
    Event event = planned.event();
    byte[] json = EventJson.write(event);
    int choice = Math.floorMod(planned.event().eventId().hashCode(), 1 << 20);
    byte[] value =
        switch (planned.fault()) {
          case NONE, DUPLICATE, OUT_OF_ORDER, LATE, FUTURE, VALUE_OUTLIER -> json;
          case MALFORMED -> Arrays.copyOf(json, 1 + choice % (json.length - 1));
          case UNKNOWN_TYPE -> replaced(json, "\"type\":\"[^\"]*\"", "\"type\":\"teleported\"");
          case MISSING_FIELD -> replaced(json, REQUIRED.get(choice % REQUIRED.size()), "");
          case OUT_OF_RANGE -> outOfRange(event, json);
        };
    long ts = planned.fault() == Fault.FUTURE ? planned.at() : event.ts();
    return new FeedEvent(event.type().stream(), key(event), ts, value);
  }

  private static String key(Event event) {
    String entity =
        event.customerId() == null ? ((SalesEvent) event).orderId() : event.customerId();
    return event.tenant() + "|" + entity;
  }

  /** A negative quantity where there is one, else a currency or a tenant that cannot be. */
  private static byte[] outOfRange(Event event, byte[] json) {
    if (event instanceof SalesEvent sale) {
      return sale.lines().isEmpty()
          ? replaced(json, "\"currency\":\"[A-Z]*\"", "\"currency\":\"euro\"")
          : replaced(json, "\"qty\":", "\"qty\":-");
    }
    return replaced(json, "\"tenant\":\"", "\"tenant\":\"no shop, ");
  }

  private static byte[] replaced(byte[] json, String expression, String by) {
    return new String(json, UTF_8).replaceFirst(expression, by).getBytes(UTF_8);
  }
}
