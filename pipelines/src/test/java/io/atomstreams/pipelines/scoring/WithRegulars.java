package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.util.Iterator;

/**
 * A stream with a few customers more who look and buy all the time, now and then for far more than
 * usual: entities with long histories in both topics at once, and alerts.
 */
final class WithRegulars implements Iterator<FeedEvent> {

  private static final int EVERY = 50;
  private static final int REGULARS = 20;

  private final Iterator<FeedEvent> others;
  private long count;
  private long now = Long.MIN_VALUE;

  WithRegulars(Iterator<FeedEvent> others) {
    this.others = others;
  }

  @Override
  public boolean hasNext() {
    return others.hasNext();
  }

  @Override
  public FeedEvent next() {
    if (++count % EVERY == 0) {
      return regular(count / EVERY);
    }
    FeedEvent event = others.next();
    now = Math.max(now, event.ts());
    return event;
  }

  /** Every visit is a look and an order, sent one after the other to different topics. */
  private FeedEvent regular(long n) {
    long visit = n / 2;
    String customer = "regular-" + visit % REGULARS;
    EventType type = n % 2 == 0 ? EventType.PAGE_VIEW : EventType.ORDER_PLACED;
    long price = 1_000 + visit * 7919 % 100 * (visit % 11 == 0 ? 900 : 1);
    String more =
        type == EventType.PAGE_VIEW
            ? "\"sku\":\"a\""
            : "\"orderId\":\"o%d\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"a\",\"qty\":1,\"unitPrice\":%d}]"
                .formatted(visit, price);
    String json =
        "{\"tenant\":\"demo\",\"eventId\":\"r%d\",\"type\":\"%s\",\"schemaVersion\":1,\"ts\":%d,\"customerId\":\"%s\",%s}"
            .formatted(n, type.wireName(), now, customer, more);
    return new FeedEvent(type.stream(), "demo|" + customer, now, json.getBytes(UTF_8));
  }
}
