package io.atomstreams.pipelines.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType.Stream;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.operators.validation.EventDecoder;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/**
 * The decoder with the contract, and the published schemas, give the same verdict on any JSON
 * object. Left out is what a schema cannot say: the bounds of event time, a discount above the
 * line's gross, the bound of an order's whole value, and that {@code 1.0} is no integer to us.
 */
class ContractSchemaDifferentialTest {

  private static final List<String> FIELDS =
      List.of(
          "tenant",
          "eventId",
          "type",
          "schemaVersion",
          "ts",
          "customerId",
          "orderId",
          "currency",
          "lines",
          "amount",
          "payment",
          "shipTo",
          "device",
          "channel",
          "sessionId",
          "sku",
          "text",
          "colour");

  private static final List<String> LINE_FIELDS =
      List.of("sku", "qty", "unitPrice", "unitCost", "discount", "colour");

  /** Any time at all is in bounds, since the schemas do not bound it. */
  private final EventContract contract =
      new EventContract(
          new EventContract.Options(
              Instant.ofEpochMilli(Long.MIN_VALUE),
              Duration.ofMillis(Long.MAX_VALUE / 2),
              EventClock.wall()));

  private final EventDecoder decoder = new EventDecoder();
  private final PublishedSchemas schemas = new PublishedSchemas();

  /**
   * One change of an event's JSON.
   *
   * @param line the line it is done to, or -1 for the event itself
   * @param value JSON text, or {@code null} to drop the field
   */
  record Mutation(int line, String field, String value) {

    void apply(ObjectNode event) throws JsonProcessingException {
      ObjectNode target = event;
      if (line >= 0) {
        JsonNode lines = event.path("lines");
        if (!(lines.path(line) instanceof ObjectNode found)) {
          return;
        }
        target = found;
      }
      if (value == null) {
        target.remove(field);
      } else {
        target.set(field, PublishedSchemas.MAPPER.readTree(value));
      }
    }
  }

  @Provide
  Arbitrary<Event> events() {
    return EventArbitraries.events();
  }

  @Provide
  Arbitrary<Mutation> mutations() {
    Arbitrary<String> values = values().injectNull(0.2);
    Arbitrary<Mutation> ofEvent =
        Combinators.combine(Arbitraries.of(FIELDS), values)
            .as((field, value) -> new Mutation(-1, field, value));
    Arbitrary<Mutation> ofLine =
        Combinators.combine(
                Arbitraries.integers().between(0, 2), Arbitraries.of(LINE_FIELDS), values)
            .as(Mutation::new);
    return Arbitraries.frequencyOf(Tuple.of(2, ofEvent), Tuple.of(1, ofLine));
  }

  private static Arbitrary<String> values() {
    Arbitrary<String> texts =
        Combinators.combine(
                Arbitraries.of("x", "A", "\uD83D\uDED2", "é", " ", "\\n"),
                Arbitraries.of(0, 1, 2, 3, 4, 63, 64, 65, 127, 128, 129, 9_999, 10_000, 10_001))
            .as((piece, times) -> '"' + piece.repeat(times) + '"');
    Arbitrary<String> numbers =
        Arbitraries.of(
            "-1",
            "0",
            "1",
            "2",
            "1.5",
            "1000000",
            "1000001",
            "1000000000",
            "1000000001",
            "1000000000000",
            "1000000000001",
            "2147483648",
            "4294967297",
            "-9223372036854775808",
            "9223372036854775807",
            "18446744073709551616",
            "-18446744073709551615");
    Arbitrary<String> words =
        Arbitraries.of(
            "null",
            "true",
            "[]",
            "{}",
            "[{}]",
            "[null]",
            "[[]]",
            "[{\"sku\":\"a\",\"qty\":1,\"unitPrice\":0}]",
            "\"EUR\"",
            "\"eur\"",
            "\"EURO\"",
            "\"EU\\n\"",
            "\"EUR\\n\"",
            "\"demo\\n\"",
            "\"de mo\"",
            "\"order_placed\"",
            "\"paid\"",
            "\"ORDER_PLACED\"",
            "\"page_view\"",
            "\"teleported\"");
    return Arbitraries.oneOf(texts, numbers, words);
  }

  @Property(tries = 5_000)
  void sameVerdict(
      @ForAll("events") Event event,
      @ForAll @Size(max = 3) List<@From("mutations") Mutation> mutations,
      @ForAll boolean otherStream)
      throws IOException {
    ObjectNode json = (ObjectNode) PublishedSchemas.MAPPER.readTree(EventJson.write(event));
    for (Mutation mutation : mutations) {
      mutation.apply(json);
    }
    Assume.that(!beyondASchema(json));
    Stream stream = otherStream && mutations.size() > 2 ? other(event) : event.type().stream();

    String ours = refusal(stream, PublishedSchemas.MAPPER.writeValueAsBytes(json));
    Set<ValidationMessage> theirs = schemas.complaints(stream, json);

    assertThat(ours == null)
        .as("%s%n ours: %s%n schema: %s%n mutations: %s", json, ours, theirs, mutations)
        .isEqualTo(theirs.isEmpty());
  }

  @Property(tries = 2_000)
  void neverThrowsOnRandomBytes(@ForAll Stream stream, @ForAll byte[] bytes) {
    assertThat(decoder.decode(stream, bytes)).isNotNull();
  }

  @Property(tries = 2_000)
  void neverThrowsOnADamagedEvent(
      @ForAll("events") Event event, @ForAll int cut, @ForAll int place, @ForAll byte damage) {
    byte[] whole = EventJson.write(event);
    byte[] truncated = Arrays.copyOf(whole, Math.floorMod(cut, whole.length));
    byte[] damaged = whole.clone();
    damaged[Math.floorMod(place, whole.length)] = damage;

    assertThat(decoder.decode(event.type().stream(), truncated))
        .isInstanceOf(Decoded.Rejected.class);
    if (decoder.decode(event.type().stream(), damaged) instanceof Decoded.Accepted accepted) {
      assertThat(contract.check(accepted.event(), 0)).isNotNull();
    }
  }

  @Property(tries = 50)
  void readsUtf8Only(@ForAll("events") Event event) {
    String json = new String(EventJson.write(event), StandardCharsets.UTF_8);
    for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      assertThat(decoder.decode(event.type().stream(), json.getBytes(Charset.forName(charset))))
          .as(charset)
          .isInstanceOf(Decoded.Rejected.class);
    }
  }

  private String refusal(Stream stream, byte[] json) {
    Decoded decoded = decoder.decode(stream, json);
    if (decoded instanceof Decoded.Accepted accepted) {
      return contract
          .check(accepted.event(), Long.MAX_VALUE / 2)
          .map(Decoded.Rejected::detail)
          .orElse(null);
    }
    return ((Decoded.Rejected) decoded).detail();
  }

  private static Stream other(Event event) {
    return event.type().stream() == Stream.SALES ? Stream.CUSTOMER : Stream.SALES;
  }

  private static boolean beyondASchema(ObjectNode event) {
    if (event.path("ts").isIntegralNumber() && !event.path("ts").canConvertToLong()) {
      return true;
    }
    long value = 0;
    if (event.path("lines") instanceof ArrayNode lines) {
      for (JsonNode line : lines) {
        double gross = line.path("qty").asDouble(0) * line.path("unitPrice").asDouble(0);
        if (line.path("discount").asDouble(0) > gross) {
          return true;
        }
        value += (long) (gross - line.path("discount").asDouble(0));
      }
    }
    return value > EventContract.MAX_ORDER_MONEY;
  }
}
