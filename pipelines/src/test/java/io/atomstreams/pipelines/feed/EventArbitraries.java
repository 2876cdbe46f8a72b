package io.atomstreams.pipelines.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.EventType.Stream;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.validation.EventContract;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Events that keep the contract, up to its bounds. */
final class EventArbitraries {

  private EventArbitraries() {}

  static Arbitrary<Event> events() {
    return Arbitraries.oneOf(List.of(sales(), activities()));
  }

  private static Arbitrary<Event> sales() {
    Arbitrary<SalesEvent> bare =
        Combinators.combine(
                tenants(),
                ids(),
                types(Stream.SALES),
                Arbitraries.longs(),
                ids().injectNull(0.1),
                ids(),
                currencies())
            .as(
                (tenant, id, type, ts, customer, order, currency) ->
                    new SalesEvent(
                        tenant,
                        id,
                        type,
                        1,
                        ts,
                        customer,
                        order,
                        currency,
                        List.of(),
                        SalesEvent.NO_AMOUNT,
                        null,
                        null,
                        null,
                        null));
    return Combinators.combine(
            bare,
            lines().list().ofMinSize(1).ofMaxSize(4),
            Arbitraries.longs().between(-1, EventContract.MAX_ORDER_MONEY),
            labels(),
            labels(),
            labels(),
            labels())
        .as(
            (sale, lines, amount, payment, shipTo, device, channel) ->
                new SalesEvent(
                    sale.tenant(),
                    sale.eventId(),
                    sale.type(),
                    sale.schemaVersion(),
                    sale.ts(),
                    sale.customerId(),
                    sale.orderId(),
                    sale.currency(),
                    sale.type() != EventType.ORDER_PLACED && amount % 2 == 0 ? List.of() : lines,
                    amount,
                    payment,
                    shipTo,
                    device,
                    channel));
  }

  private static Arbitrary<Event> activities() {
    Arbitrary<CustomerEvent> bare =
        Combinators.combine(tenants(), ids(), types(Stream.CUSTOMER), Arbitraries.longs(), ids())
            .as(
                (tenant, id, type, ts, customer) ->
                    new CustomerEvent(
                        tenant, id, type, 1, ts, customer, null, null, null, null, null));
    return Combinators.combine(
            bare,
            text(0, EventContract.MAX_ID).injectNull(0.3),
            text(0, EventContract.MAX_SKU).injectNull(0.3),
            text(0, 300).injectNull(0.3),
            labels(),
            labels())
        .as(
            (event, session, sku, text, device, channel) ->
                new CustomerEvent(
                    event.tenant(),
                    event.eventId(),
                    event.type(),
                    event.schemaVersion(),
                    event.ts(),
                    event.customerId(),
                    session,
                    sku,
                    text,
                    device,
                    channel));
  }

  private static Arbitrary<OrderLine> lines() {
    return Combinators.combine(
            text(1, EventContract.MAX_SKU),
            Arbitraries.integers().between(1, 10_000),
            Arbitraries.longs().between(0, 1_000_000),
            Arbitraries.longs().between(-1, EventContract.MAX_UNIT_MONEY),
            Arbitraries.doubles().between(0, 1))
        .as(
            (sku, qty, price, cost, off) ->
                new OrderLine(sku, qty, price, cost, (long) (off * qty * price)));
  }

  private static Arbitrary<EventType> types(Stream stream) {
    return Arbitraries.of(
        Arrays.stream(EventType.values()).filter(t -> t.stream() == stream).toList());
  }

  private static Arbitrary<String> tenants() {
    return Arbitraries.strings()
        .alpha()
        .numeric()
        .withChars("._-")
        .ofMinLength(1)
        .ofMaxLength(EventContract.MAX_TENANT);
  }

  private static Arbitrary<String> currencies() {
    return Arbitraries.strings().withCharRange('A', 'Z').ofLength(3);
  }

  private static Arbitrary<String> ids() {
    return text(1, EventContract.MAX_ID);
  }

  private static Arbitrary<String> labels() {
    return text(0, EventContract.MAX_LABEL).injectNull(0.3);
  }

  /** Any text; half a surrogate pair is none and becomes a question mark. */
  private static Arbitrary<String> text(int min, int max) {
    return Arbitraries.oneOf(
        Arbitraries.strings().alpha().numeric().ofMinLength(min).ofMaxLength(Math.min(max, 12)),
        Arbitraries.strings()
            .all()
            .ofMinLength(min)
            .ofMaxLength(max)
            .map(text -> new String(text.getBytes(UTF_8), UTF_8)));
  }
}
