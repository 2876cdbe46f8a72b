package io.atomstreams.operators.flink.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityEvents;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.RejectionReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** What is said twice is sent once, and comes out as it went in all the same. */
class IntakeCodecTest {

  private static final SourcePosition SOURCE = new SourcePosition("customer-events", 3, 77);
  private static final byte[] RAW = "{}".getBytes(UTF_8);

  private final CodecSerializer<Intake> serializer = new CodecSerializer<>(new IntakeCodec());

  private static Event event(String tenant, String customerId) {
    return new CustomerEvent(
        tenant,
        "e1",
        EventType.SEARCH,
        1,
        1_000,
        customerId,
        null,
        null,
        "red shoes",
        "mobile",
        "web");
  }

  private static Intake accepted(byte[] key, Event event) {
    return Intake.accepted(SOURCE, key, RAW, event, 5);
  }

  private static byte[] written(TypeSerializer<Intake> serializer, Intake intake)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(intake, out);
    return out.getCopyOfBuffer();
  }

  private static Intake read(TypeSerializer<Intake> serializer, byte[] bytes) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(bytes));
  }

  private int requireRoundTrip(Intake intake) throws IOException {
    byte[] bytes = written(serializer, intake);
    requireSame(read(serializer, bytes), intake);
    return bytes.length;
  }

  private static void requireSame(Intake read, Intake intake) {
    assertThat(fields(read)).isDeepEqualTo(fields(intake));
  }

  private static Object[][] fields(Intake intake) {
    return new Object[][] {
      {intake.source(), intake.route(), intake.event(), intake.reason(), intake.detail()},
      {intake.readAtMicros(), wrapped(intake.key()), wrapped(intake.raw())}
    };
  }

  /** Bytes in a form that has equality. */
  private static ByteBuffer wrapped(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  @Test
  void aKeyTheRouteEndsWithCostsOneByte() throws IOException {
    Event event = event("acme", "c-1729");
    int none = requireRoundTrip(accepted(null, event));

    assertThat(requireRoundTrip(accepted("acme|c-1729".getBytes(UTF_8), event))).isEqualTo(none);
    assertThat(requireRoundTrip(accepted("c-1729".getBytes(UTF_8), event))).isEqualTo(none);
    assertThat(requireRoundTrip(accepted(new byte[0], event))).isEqualTo(none);
    assertThat(requireRoundTrip(accepted("order-1".getBytes(UTF_8), event))).isGreaterThan(none);
    assertThat(requireRoundTrip(accepted(new byte[300], event))).isGreaterThan(none + 300);
  }

  @Test
  void tenantAndCustomerAreSentWithinTheRoute() throws IOException {
    Intake intake = accepted(null, event("acme", "c-1729"));
    String sent = new String(written(serializer, intake), UTF_8);

    assertThat(sent).containsOnlyOnce("acme").containsOnlyOnce("c-1729");
    requireRoundTrip(intake);
  }

  @Test
  void routesOfEveryKindComeOutWithTheirKeys() throws IOException {
    String half = "\uD83D";
    String[] names = {"", "|", "a", "a|a", "é", "éé", half, "🛒", "x".repeat(130), "é".repeat(130)};
    for (String tenant : names) {
      for (String customer : names) {
        Event event = event(tenant, customer);
        for (String key : new String[] {null, "", customer, tenant + "|" + customer, "other"}) {
          byte[] bytes = key == null ? null : Wtf8.encode(key);
          requireRoundTrip(accepted(bytes, event));
          for (String route : names) {
            requireRoundTrip(new Intake(SOURCE, route, bytes, RAW, event, null, null, 5));
          }
        }
      }
    }
  }

  @Test
  void recordsWithoutAnEntityTravelToo() throws IOException {
    Decoded.Rejected rejected = new Decoded.Rejected(RejectionReason.NOT_JSON, "kein JSON: ä");

    requireRoundTrip(Intake.refused(SOURCE, null, null, rejected, 5));
    requireRoundTrip(Intake.refused(SOURCE, RAW, new byte[2_000_000], rejected, 5));
    requireRoundTrip(accepted(RAW, EntityEvents.order("e1", 1, 300)));
    requireRoundTrip(
        accepted(RAW, EntityEvents.sale("acme", null, EventType.PAID, "e2", Long.MIN_VALUE, 300)));
  }

  @Test
  void labelsAreTheSameObjectInAllRecords() throws IOException {
    byte[] bytes = written(serializer, accepted(null, event("acme", "c1")));
    Intake first = read(serializer, bytes);
    Intake second = read(serializer, bytes);

    assertThat(second.source().topic()).isSameAs(first.source().topic());
    assertThat(second.event().tenant()).isSameAs(first.event().tenant());
    assertThat(((CustomerEvent) second.event()).device())
        .isSameAs(((CustomerEvent) first.event()).device());
  }

  @Test
  void aDuplicateHasBuffersOfItsOwn() {
    TypeSerializer<Intake> other = serializer.duplicate();
    assertThat(other).isEqualTo(serializer).isNotSameAs(serializer);
    CompletableFuture<Void> one = CompletableFuture.runAsync(() -> travel(serializer, "é"));
    CompletableFuture<Void> two = CompletableFuture.runAsync(() -> travel(other, "tenant"));

    assertThat(CompletableFuture.allOf(one, two)).succeedsWithin(Duration.ofMinutes(1));
  }

  private static void travel(TypeSerializer<Intake> serializer, String tenant) {
    try {
      for (int i = 0; i < 2_000; i++) {
        Intake intake = accepted(RAW, event(tenant, "c" + i));
        Intake read = read(serializer, written(serializer, intake));
        assertThat(read.route()).isEqualTo(intake.route());
        assertThat(read.event()).isEqualTo(intake.event());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSerializerFromAJobsDescriptionWorks() throws Exception {
    TypeSerializer<Intake> sent = InstantiationUtil.clone(serializer);
    Intake intake = accepted(RAW, event("acme", "c1"));

    assertThat(sent).isEqualTo(serializer);
    requireSame(read(sent, written(serializer, intake)), intake);
  }

  @Test
  void aRecordOfAnotherVersionIsRefused() throws IOException {
    byte[] bytes = written(serializer, accepted(null, event("acme", "c1")));
    bytes[0] = 7;

    assertThatThrownBy(() -> read(serializer, bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 7 of 'intake'")
        .hasMessageContaining("reads version 3");
  }

  @Test
  void aRecordThatIsLongerThanItsFieldsIsRefused() throws IOException {
    byte[] bytes = written(serializer, accepted(null, event("acme", "c1")));
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 2);
    longer[5] = (byte) (longer[5] + 2);

    assertThatThrownBy(() -> read(serializer, longer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2 bytes are left of 'intake'");
  }

  @Test
  void anEventOfUnknownTypeIsRefused() throws IOException {
    byte[] bytes = written(serializer, accepted(null, event("acme", "c1")));
    int type = new String(bytes, UTF_8).indexOf("acme|c1") + "acme|c1".length() + 1;
    assertThat(bytes[type]).isEqualTo((byte) EventType.SEARCH.code());
    bytes[type] = 99;

    assertThatThrownBy(() -> read(serializer, bytes))
        .isInstanceOf(IOException.class)
        .hasMessage("no event type has code 99");
  }
}
