package io.atomstreams.operators.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.privacy.Privacy.DeadLetters;
import io.atomstreams.operators.privacy.Privacy.FreeText;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.IntakeFactory;
import io.atomstreams.operators.validation.RejectionReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrivacyTest {

  private static final Map<String, String> ENVIRONMENT = Map.of("KEY", Keys.TEXT);
  private static final SourcePosition SOURCE = new SourcePosition("sales-events", 2, 17);
  private static final byte[] KEY = "acme|zoe@example.com".getBytes(UTF_8);
  private static final byte[] RAW = "{\"customerId\":\"zoe@example.com\"}".getBytes(UTF_8);
  private static final SalesEvent SALE =
      new SalesEvent(
          "acme",
          "p-event",
          EventType.ORDER_PLACED,
          1,
          1_000,
          "p-customer",
          "p-order",
          "EUR",
          List.of(new OrderLine("sku", 1, 100, OrderLine.UNKNOWN_COST, 0)),
          SalesEvent.NO_AMOUNT,
          "p-payment",
          "p-address",
          "p-device",
          "p-channel");
  private static final CustomerEvent REVIEW =
      new CustomerEvent(
          "acme",
          "p-event",
          EventType.REVIEW,
          1,
          1_000,
          "p-customer",
          "p-session",
          "sku",
          "p-words",
          "p-device",
          "p-channel");

  private static Privacy.Options options(
      Set<PersonalField> fields, FreeText text, DeadLetters deadLetters) {
    KeySource key = new KeySource(KeySource.Place.ENV, "KEY");
    return new Privacy.Options(fields, text, deadLetters, key);
  }

  private static IntakeFactory factory(
      Set<PersonalField> fields, FreeText text, DeadLetters deadLetters) {
    return Privacy.bind(options(fields, text, deadLetters), ENVIRONMENT).open(ENVIRONMENT);
  }

  private static IntakeFactory everything() {
    return factory(EnumSet.allOf(PersonalField.class), FreeText.REDACT, DeadLetters.REDACT);
  }

  @Test
  void nothingPersonalIsLeftOfAnEvent() {
    Intake sale = everything().accepted(SOURCE, KEY, RAW, SALE, 5);
    Intake review = everything().accepted(SOURCE, KEY, RAW, REVIEW, 5);

    assertThat(sale.toString() + review).doesNotContain("p-").contains("[redacted]");
    assertThat(sale.event()).extracting("lines", "currency").containsExactly(SALE.lines(), "EUR");
    assertThat(sale.route()).isEqualTo(review.route()).startsWith("acme|").hasSize(21);
    assertThat(new String(sale.raw(), UTF_8) + new String(sale.key(), UTF_8)).doesNotContain("zoe");
  }

  @Test
  void whatHasRepairedAnEventIsStillSaid() {
    for (Event event : new Event[] {SALE, REVIEW}) {
      assertThat(everything().accepted(SOURCE, KEY, RAW, event.repairedBy("qty_bound"), 5).event())
          .extracting("repaired")
          .isEqualTo(List.of("qty_bound"));
    }
  }

  @Test
  void whatIsNotNamedStays() {
    IntakeFactory factory =
        factory(Set.of(PersonalField.SESSION_ID), FreeText.DROP, DeadLetters.KEEP);
    Intake review = factory.accepted(SOURCE, KEY, RAW, REVIEW, 5);

    assertThat(review.route()).isEqualTo("acme|p-customer");
    assertThat(review.event()).hasFieldOrPropertyWithValue("text", null);
    assertThat(((CustomerEvent) review.event()).sessionId()).doesNotContain("p-");
    assertThat(review.raw()).isSameAs(RAW);
    assertThat(review.key()).isSameAs(KEY);
  }

  @Test
  void aRefusalKeepsReasonPlaceSizeAndADigest() {
    Decoded.Rejected rejected =
        new Decoded.Rejected(
            RejectionReason.UNKNOWN_TYPE, "type is 'zoe'", "type is not an event of sales-events");
    Intake letter = everything().refused(SOURCE, KEY, RAW, rejected, 5);

    assertThat(letter.source()).isEqualTo(SOURCE);
    assertThat(letter.reason()).isEqualTo("unknown_type");
    assertThat(letter.detail()).isEqualTo("type is not an event of sales-events");
    assertThat(new String(letter.raw(), UTF_8))
        .matches("\\{\"redacted\":true,\"bytes\":" + RAW.length + ",\"digest\":\"[0-9a-f]{32}\"}");
    assertThat(Redaction.is(letter.raw())).isTrue();
    assertThat(Redaction.is((new String(letter.raw(), UTF_8) + " ").getBytes(UTF_8))).isFalse();
    assertThat(everything().refused(SOURCE, KEY, RAW, rejected, 6).raw()).isEqualTo(letter.raw());
    assertThat(everything().refused(SOURCE, null, null, rejected, 6).raw()).isNull();
    assertThat(everything().refused(SOURCE, null, null, rejected, 6).key()).isNull();
  }

  @Test
  void aRefusalThatKeepsItsBytesDoesNotQuoteThem() {
    Decoded.Rejected rejected =
        new Decoded.Rejected(RejectionReason.UNMAPPED, "row 'zoe' is blank");
    Intake letter =
        factory(Set.of(), FreeText.KEEP, DeadLetters.KEEP).refused(SOURCE, KEY, RAW, rejected, 5);
    assertThat(letter.raw()).isSameAs(RAW);
    assertThat(letter.detail()).doesNotContain("zoe").contains("may quote the record");
    assertThat(Redaction.is(RAW)).isFalse();
  }

  @Test
  void anotherKeyWhereTheJobRunsIsRefused() {
    Privacy privacy = Privacy.bind(options(Set.of(), FreeText.KEEP, DeadLetters.KEEP), ENVIRONMENT);
    Map<String, String> elsewhere = Map.of("KEY", Keys.TEXT.toUpperCase(java.util.Locale.ROOT));
    assertThatThrownBy(() -> privacy.open(elsewhere))
        .hasMessageContaining("environment variable KEY holds another key here");
  }

  @Test
  void theKeyDoesNotTravel() throws IOException {
    Privacy privacy =
        Privacy.bind(
            options(EnumSet.allOf(PersonalField.class), FreeText.KEEP, DeadLetters.KEEP),
            ENVIRONMENT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(privacy);
    }
    assertThat(bytes.toString(UTF_8)).contains("CUSTOMER_ID").doesNotContain(Keys.TEXT);
  }
}
