package io.atomstreams.operators.privacy;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.privacy.Privacy.DeadLetters;
import io.atomstreams.operators.privacy.Privacy.FreeText;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.IntakeFactory;
import java.util.EnumSet;
import java.util.Set;

/**
 * Passes records on without their personal values: named fields as {@link Pseudonyms}, text as
 * configured, and the record's own bytes, which a dead letter would keep, as a {@link Redaction}
 * unless they are to be kept. The route, and so every key of state and topics, is made of what is
 * passed on. Belongs to one thread.
 */
final class PseudonymisedIntakes implements IntakeFactory {

  /** Stands for a text that was redacted. */
  static final String REDACTED = "[redacted]";

  private final Set<PersonalField> fields;
  private final FreeText text;
  private final boolean keepsBytes;
  private final Pseudonyms pseudonyms;
  private final Redaction redaction;

  PseudonymisedIntakes(Privacy.Options options, PseudonymKey key) {
    KeyedHash hash = new KeyedHash(key);
    this.fields = EnumSet.noneOf(PersonalField.class);
    this.fields.addAll(options.pseudonymise());
    this.text = options.text();
    this.keepsBytes = options.deadLetters() == DeadLetters.KEEP;
    this.pseudonyms = new Pseudonyms(hash);
    this.redaction = new Redaction(hash);
  }

  @Override
  public Intake accepted(
      SourcePosition source, byte[] key, byte[] raw, Event event, long readAtMicros) {
    return Intake.accepted(source, key(key), value(raw), hidden(event), readAtMicros);
  }

  /** The detail quotes nothing even where the bytes are kept: it is also shown without them. */
  @Override
  public Intake refused(
      SourcePosition source, byte[] key, byte[] raw, Decoded.Rejected rejected, long readAtMicros) {
    Decoded.Rejected outlined = Decoded.Rejected.unquoted(rejected.reason(), rejected.outline());
    return Intake.refused(source, key(key), value(raw), outlined, readAtMicros);
  }

  private byte[] key(byte[] key) {
    return keepsBytes ? key : redaction.ofKey(key);
  }

  private byte[] value(byte[] raw) {
    return keepsBytes ? raw : redaction.ofValue(raw);
  }

  private Event hidden(Event event) {
    return event instanceof SalesEvent sale ? hidden(sale) : hidden((CustomerEvent) event);
  }

  private SalesEvent hidden(SalesEvent sale) {
    String tenant = sale.tenant();
    return new SalesEvent(
        tenant,
        hidden(PersonalField.EVENT_ID, tenant, sale.eventId()),
        sale.type(),
        sale.schemaVersion(),
        sale.ts(),
        hidden(PersonalField.CUSTOMER_ID, tenant, sale.customerId()),
        hidden(PersonalField.ORDER_ID, tenant, sale.orderId()),
        sale.currency(),
        sale.lines(),
        sale.amount(),
        hidden(PersonalField.PAYMENT, tenant, sale.payment()),
        hidden(PersonalField.SHIP_TO, tenant, sale.shipTo()),
        hidden(PersonalField.DEVICE, tenant, sale.device()),
        hidden(PersonalField.CHANNEL, tenant, sale.channel()),
        sale.repaired());
  }

  private CustomerEvent hidden(CustomerEvent event) {
    String tenant = event.tenant();
    return new CustomerEvent(
        tenant,
        hidden(PersonalField.EVENT_ID, tenant, event.eventId()),
        event.type(),
        event.schemaVersion(),
        event.ts(),
        hidden(PersonalField.CUSTOMER_ID, tenant, event.customerId()),
        hidden(PersonalField.SESSION_ID, tenant, event.sessionId()),
        event.sku(),
        hidden(event.text()),
        hidden(PersonalField.DEVICE, tenant, event.device()),
        hidden(PersonalField.CHANNEL, tenant, event.channel()),
        event.repaired());
  }

  private String hidden(PersonalField field, String tenant, String value) {
    return fields.contains(field) ? pseudonyms.of(field, tenant, value) : value;
  }

  private String hidden(String words) {
    return switch (text) {
      case KEEP -> words;
      case REDACT -> words == null || words.isEmpty() ? words : REDACTED;
      case DROP -> null;
    };
  }
}
