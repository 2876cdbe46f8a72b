package io.atomstreams.operators.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class EventContractTest {

  private static final long NOW = Instant.parse("2024-06-01T00:00:00Z").toEpochMilli();

  private final IntakeReader reader =
      new IntakeReader(
          new EventContract.Options(
              Instant.parse("2000-01-01T00:00:00Z"), Duration.ofHours(1), EventClock.wall()));

  private Intake read(String json) {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  private Intake read(byte[] json) {
    return reader.read(
        EventType.Stream.CUSTOMER, new SourcePosition("t", 0, 7), null, json, NOW, 1);
  }

  private static String view(String eventId, String customerId, String text) {
    return """
        {"tenant": "acme", "eventId": "%s", "type": "review", "schemaVersion": 1, "ts": %d,
         "customerId": "%s", "text": "%s"}"""
        .formatted(eventId, NOW, customerId, text);
  }

  @Example
  void charactersAreCountedAsPeopleDo() {
    assertThat(read(view("e", "\\uD83D\\uDED2".repeat(128), "")).isRefused()).isFalse();
    assertThat(read(view("e", "\\uD83D\\uDED2".repeat(129), "")).detail())
        .isEqualTo("customerId is 129 characters, must be 1 to 128 characters");
  }

  @Property
  void noBytesMakeTheReaderThrow(@ForAll byte[] bytes) {
    Intake intake = read(bytes);
    assertThat(intake.isRefused()).isTrue();
    assertThat(intake.reason()).isNotEmpty();
    assertThat(intake.deadLetter().raw()).isSameAs(bytes);
  }

  @Property
  void aDamagedEventIsAnsweredWithAReason(@ForAll int at, @ForAll byte value) {
    byte[] json = view("e1", "c1", "text").getBytes(StandardCharsets.UTF_8);
    json[Math.floorMod(at, json.length)] = value;
    Intake intake = read(json);
    assertThat(intake.isRefused() ? intake.reason() : intake.event().tenant()).isNotEmpty();
  }
}
