package io.atomstreams.pipelines.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.EventDecoder;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventJsonTest {

  private final EventDecoder decoder = new EventDecoder();
  private final PublishedSchemas schemas = new PublishedSchemas();

  @Provide
  Arbitrary<Event> events() {
    return EventArbitraries.events();
  }

  @Property(tries = 500)
  void isReadAsTheSameEvent(@ForAll("events") Event event) {
    assertThat(decoder.decode(event.type().stream(), EventJson.write(event)))
        .isEqualTo(new Decoded.Accepted(event));
  }

  @Property(tries = 500)
  void keepsThePublishedSchema(@ForAll("events") Event event) throws IOException {
    assertThat(
            schemas.complaints(
                event.type().stream(), PublishedSchemas.MAPPER.readTree(EventJson.write(event))))
        .isEmpty();
  }

  @Test
  void leavesOutWhatIsNotSaid() {
    SalesEvent order =
        new SalesEvent(
            "demo",
            "e1",
            EventType.ORDER_PLACED,
            1,
            5,
            null,
            "o1",
            "EUR",
            List.of(new OrderLine("a", 2, 150, OrderLine.UNKNOWN_COST, 0)),
            SalesEvent.NO_AMOUNT,
            null,
            null,
            null,
            "web");
    CustomerEvent view =
        new CustomerEvent(
            "demo", "e2", EventType.PAGE_VIEW, 1, 6, "c1", null, "a", null, null, null);

    assertThat(new String(EventJson.write(order), UTF_8))
        .isEqualTo(
            "{\"tenant\":\"demo\",\"eventId\":\"e1\",\"type\":\"order_placed\",\"schemaVersion\":1,"
                + "\"ts\":5,\"orderId\":\"o1\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"a\","
                + "\"qty\":2,\"unitPrice\":150}],\"channel\":\"web\"}");
    assertThat(new String(EventJson.write(view), UTF_8))
        .isEqualTo(
            "{\"tenant\":\"demo\",\"eventId\":\"e2\",\"type\":\"page_view\",\"schemaVersion\":1,"
                + "\"ts\":6,\"customerId\":\"c1\",\"sku\":\"a\"}");
  }
}
