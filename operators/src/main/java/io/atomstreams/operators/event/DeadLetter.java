package io.atomstreams.operators.event;

/**
 * An input that could not be used, kept whole so that it can be sent again.
 *
 * @param reason a code from {@code RejectionReason}
 * @param detail the thing, the value and the rule, for people
 * @param key the record's key as read, {@code null} if it had none
 * @param raw the record's value as read, {@code null} for a record without a value
 */
public record DeadLetter(
    String reason, String detail, byte[] key, byte[] raw, SourcePosition source, long readAtMicros)
    implements Output, LearningInput, Finding {

  @Override
  public long ts() {
    return NO_TIME;
  }

  @Override
  public String home() {
    return source.spread();
  }
}
