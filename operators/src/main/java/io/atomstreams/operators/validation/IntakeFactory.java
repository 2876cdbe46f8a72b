package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.SourcePosition;

/**
 * Makes what leaves the source of a record and its answer: the last place that sees the record as
 * it was read. Nothing of a record is stored or sent that has not come through here.
 */
public interface IntakeFactory {

  /** Passes everything on as it is. */
  IntakeFactory UNCHANGED =
      new IntakeFactory() {
        @Override
        public Intake accepted(
            SourcePosition source, byte[] key, byte[] raw, Event event, long readAtMicros) {
          return Intake.accepted(source, key, raw, event, readAtMicros);
        }

        @Override
        public Intake refused(
            SourcePosition source,
            byte[] key,
            byte[] raw,
            Decoded.Rejected rejected,
            long readAtMicros) {
          return Intake.refused(source, key, raw, rejected, readAtMicros);
        }
      };

  /** What is passed on of a usable record. */
  Intake accepted(SourcePosition source, byte[] key, byte[] raw, Event event, long readAtMicros);

  /** What is passed on of an unusable one. */
  Intake refused(
      SourcePosition source, byte[] key, byte[] raw, Decoded.Rejected rejected, long readAtMicros);
}
