package io.atomstreams.operators.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever the bytes, the short way gives what the parser of the whole language gives, or nothing.
 */
class PlainEventReaderTest {

  private static final String VIEW =
      """
      {"tenant":"acme","eventId":"e1","type":"page_view","schemaVersion":1,"ts":5,\
      "customerId":"c1","sku":null,"colour":"red"}""";

  private static final String ORDER =
      """
      {"tenant":"acme","eventId":"e1","type":"order_placed","schemaVersion":1,"ts":5,\
      "orderId":"o1","currency":"EUR","lines":[{"sku":"a","qty":2,"unitPrice":150},\
      {"sku":"b","qty":1,"unitPrice":7,"discount":1,"unitCost":null}],"channel":"web"}""";

  /** One for all tries, so that what it has learned from other texts is put to the test too. */
  private static final EventDecoder DECODER = new EventDecoder();

  @Provide
  Arbitrary<byte[]> sales() {
    return JsonTexts.damaged(Stream.SALES);
  }

  @Provide
  Arbitrary<byte[]> activities() {
    return JsonTexts.damaged(Stream.CUSTOMER);
  }

  @Property(tries = 20_000)
  void givesTheSameSaleOrNothing(@ForAll("sales") byte[] json) {
    assertSameOrNothing(Stream.SALES, json);
  }

  @Property(tries = 20_000)
  void givesTheSameActivityOrNothing(@ForAll("activities") byte[] json) {
    assertSameOrNothing(Stream.CUSTOMER, json);
  }

  @Property(tries = 2_000)
  void givesTheSameOrNothingForTheOtherStream(@ForAll("sales") byte[] json) {
    assertSameOrNothing(Stream.CUSTOMER, json);
  }

  @Example
  void givesTheSameOrNothingWithAnyByteChanged() {
    for (String text : List.of(VIEW, ORDER)) {
      byte[] json = text.getBytes(UTF_8);
      for (int at = 0; at < json.length; at++) {
        byte original = json[at];
        for (int value = 0; value < 256; value++) {
          json[at] = (byte) value;
          assertSameOrNothing(Stream.SALES, json);
          assertSameOrNothing(Stream.CUSTOMER, json);
        }
        json[at] = original;
      }
    }
  }

  @Example
  void givesTheSameOrNothingWhereverTheTextEnds() {
    for (String text : List.of(VIEW, ORDER, " " + VIEW + "\n ")) {
      byte[] json = text.getBytes(UTF_8);
      for (int length = 1; length <= json.length; length++) {
        assertSameOrNothing(Stream.SALES, Arrays.copyOf(json, length));
        assertSameOrNothing(Stream.CUSTOMER, Arrays.copyOf(json, length));
      }
    }
  }

  @Example
  void readsPlainEvents() {
    assertThat(plain(Stream.CUSTOMER, VIEW)).isNotNull();
    assertThat(plain(Stream.SALES, ORDER)).isNotNull();
    assertThat(plain(Stream.SALES, ORDER.replace(",", " ,\n ").replace(":", "\t: ")))
        .isEqualTo(plain(Stream.SALES, ORDER));
    assertThat(plain(Stream.CUSTOMER, VIEW.replace("c1", "Çağlar 😀"))).isNotNull();
    assertThat(plain(Stream.CUSTOMER, VIEW.replace("\"red\"", "true"))).isNotNull();
    assertThat(plain(Stream.CUSTOMER, VIEW.replace("c1", "c".repeat(200)))).isNotNull();
  }

  @Example
  void declinesWhatIsNotPlain() {
    assertThat(plain(Stream.CUSTOMER, VIEW.replace("c1", "c\\n"))).isNull();
    assertThat(plain(Stream.CUSTOMER, VIEW.replace("\"red\"", "{\"a\":1}"))).isNull();
    assertThat(plain(Stream.CUSTOMER, VIEW.replace(":5", ":-5"))).isNull();
    assertThat(plain(Stream.CUSTOMER, VIEW.replace(":5", ":1000000000000000000"))).isNull();
    assertThat(plain(Stream.CUSTOMER, VIEW.replace("sku", "customerId"))).isNull();
    assertThat(plain(Stream.CUSTOMER, VIEW.replace("colour", "c".repeat(60_000)))).isNull();
    assertThat(plain(Stream.SALES, VIEW)).isNull();
    assertThat(plain(Stream.CUSTOMER, VIEW + " ".repeat(EventDecoder.MAX_BYTES))).isNull();
  }

  @Example
  void givesEachThreadItsOwnEvents() throws Exception {
    EventDecoder shared = new EventDecoder();
    List<Callable<Boolean>> readers = new ArrayList<>();
    for (int reader = 0; reader < 4; reader++) {
      String own =
          reader % 2 == 0 ? VIEW : VIEW.replace("\"ts\":5,", "").replace("{", "{\"ts\":5,");
      String tenant = "t" + reader;
      byte[] json = own.replace("acme", tenant).getBytes(UTF_8);
      Decoded expected = EventDecoder.decodeAnyJson(Stream.CUSTOMER, json);
      readers.add(
          () -> {
            boolean same = true;
            for (int i = 0; i < 20_000; i++) {
              same &= expected.equals(shared.decode(Stream.CUSTOMER, json));
            }
            return same;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(readers.size());
    try {
      for (Future<Boolean> same : threads.invokeAll(readers)) {
        assertThat(same.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Event plain(Stream stream, String json) {
    return DECODER.plain(stream, json.getBytes(UTF_8));
  }

  private static void assertSameOrNothing(Stream stream, byte[] json) {
    if (json.length == 0) {
      return;
    }
    Event event = DECODER.plain(stream, json);
    if (event != null) {
      assertThat(EventDecoder.decodeAnyJson(stream, json))
          .as(() -> new String(json, UTF_8))
          .isEqualTo(new Decoded.Accepted(event));
    }
  }
}
