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

  private final EventContract contract;
  private final IntakeFactory factory;

  /** Passes records on as they are. */
  public IntakeReader(EventContract.Options options) {
    this(options, IntakeFactory.UNCHANGED);
  }

  public IntakeReader(EventContract.Options options, IntakeFactory factory) {
    this.contract = new EventContract(options);
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
    if (decoded instanceof Decoded.Accepted accepted) {
      Optional<Decoded.Rejected> refused = contract.check(accepted.event(), appendedAt);
      return refused.isEmpty()
          ? factory.accepted(source, key, value, accepted.event(), readAtMicros)
          : factory.refused(source, key, value, refused.get(), readAtMicros);
    }
    return factory.refused(source, key, value, (Decoded.Rejected) decoded, readAtMicros);
  }
}
