package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import java.util.Optional;

/**
 * From a Kafka record to an {@link Intake}: decode, check, pass on. Never throws on input. Belongs
 * to one thread if its factory does.
 */
public final class IntakeReader {

  private static final EventDecoder DECODER = new EventDecoder();

  private static final String REPAIRED = "after the repairs ";

  private final EventContract contract;
  private final EventRules rules;
  private final IntakeFactory factory;

  /** With no further rules; passes records on as they are. */
  public IntakeReader(EventContract.Options options) {
    this(options, EventRules.NONE, IntakeFactory.UNCHANGED);
  }

  public IntakeReader(EventContract.Options options, EventRules rules, IntakeFactory factory) {
    this.contract = new EventContract(options);
    this.rules = rules;
    this.factory = factory;
  }

  /**
   * Reads one record.
   *
   * @param appendedAt the broker's time of the record, ms
   * @param readAtMicros wall clock now, µs since the epoch
   */
  public Intake read(
      EventType.Stream stream,
      SourcePosition source,
      byte[] key,
      byte[] value,
      long appendedAt,
      long readAtMicros) {
    return check(DECODER.decode(stream, value), source, key, value, appendedAt, readAtMicros);
  }

  /** Checks what another decoder made of a record. */
  public Intake check(
      Decoded decoded,
      SourcePosition source,
      byte[] key,
      byte[] value,
      long appendedAt,
      long readAtMicros) {
    Decoded checked = checked(decoded, appendedAt);
    return checked instanceof Decoded.Accepted accepted
        ? factory.accepted(source, key, value, accepted.event(), readAtMicros)
        : factory.refused(source, key, value, (Decoded.Rejected) checked, readAtMicros);
  }

  private Decoded checked(Decoded decoded, long appendedAt) {
    if (!(decoded instanceof Decoded.Accepted accepted)) {
      return decoded;
    }
    Optional<Decoded.Rejected> refused = contract.check(accepted.event(), appendedAt);
    if (refused.isPresent()) {
      return refused.get();
    }
    Decoded judged = rules.judge(accepted, contract.now(appendedAt));
    return judged == accepted ? judged : checkedAgain(judged, appendedAt);
  }

  /**
   * What repairs have made must be an event as well: a discount above what is left, say, is not.
   */
  private Decoded checkedAgain(Decoded judged, long appendedAt) {
    if (!(judged instanceof Decoded.Accepted repaired)) {
      return judged;
    }
    Optional<Decoded.Rejected> refused = contract.check(repaired.event(), appendedAt);
    return refused.isEmpty()
        ? repaired
        : new Decoded.Rejected(
            RejectionReason.CONTRACT,
            REPAIRED + refused.get().detail(),
            REPAIRED + refused.get().outline());
  }
}
