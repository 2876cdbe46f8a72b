package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import java.io.Serializable;
import java.util.Optional;

/** From a Kafka record to an {@link Intake}: decode, then check. Never throws on input. */
public final class IntakeReader implements Serializable {

  private static final long serialVersionUID = 1;
  private static final EventDecoder DECODER = new EventDecoder();

  private final EventContract contract;

  public IntakeReader(EventContract.Options options) {
    this.contract = new EventContract(options);
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
    if (decoded instanceof Decoded.Accepted accepted) {
      Optional<Decoded.Rejected> refused = contract.check(accepted.event(), appendedAt);
      return refused.isEmpty()
          ? Intake.accepted(source, key, value, accepted.event(), readAtMicros)
          : Intake.refused(source, key, value, refused.get(), readAtMicros);
    }
    return Intake.refused(source, key, value, (Decoded.Rejected) decoded, readAtMicros);
  }
}
