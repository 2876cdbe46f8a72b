package io.atomstreams.operators.online;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a learner has learned from, and how it did before it learned each example: sums of log loss
 * −ln p(answer) in nats and of the Brier loss (p − y)², its own and those of the running base rate
 * (n₁ + 1) / (n + 2), which is what must be beaten.
 *
 * @param learned examples, those taken back included
 * @param first event time of the first, ms; of nothing learned {@link Long#MAX_VALUE}
 * @param last of the last; of nothing learned {@link Long#MIN_VALUE}
 * @param tested examples that were predicted before they were learned
 */
public record Account(
    long learned,
    long positives,
    long first,
    long last,
    long tested,
    double logLoss,
    double brier,
    double baseLogLoss,
    double baseBrier) {

  public static final Account EMPTY =
      new Account(0, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0, 0, 0, 0, 0);

  /** After one more test of a probability of yes. */
  Account tested(double probability, boolean yes) {
    double base = (positives + 1.0) / (learned + 2.0);
    return new Account(
        learned,
        positives,
        first,
        last,
        tested + 1,
        logLoss + Loss.LOG_LOSS.of(probability, yes ? 1 : 0),
        brier + Loss.BRIER.of(probability, yes ? 1 : 0),
        baseLogLoss + Loss.LOG_LOSS.of(base, yes ? 1 : 0),
        baseBrier + Loss.BRIER.of(base, yes ? 1 : 0));
  }

  /** After one more example. */
  Account learned(long ts, boolean yes, double weight) {
    return new Account(
        learned + 1,
        positives + (yes ? (long) Math.signum(weight) : 0),
        Math.min(first, ts),
        Math.max(last, ts),
        tested,
        logLoss,
        brier,
        baseLogLoss,
        baseBrier);
  }

  /** Of two shards. */
  Account and(Account other) {
    return new Account(
        learned + other.learned,
        positives + other.positives,
        Math.min(first, other.first),
        Math.max(last, other.last),
        tested + other.tested,
        logLoss + other.logLoss,
        brier + other.brier,
        baseLogLoss + other.baseLogLoss,
        baseBrier + other.baseBrier);
  }

  public void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, learned);
    Varint.writeSigned(out, positives);
    Varint.writeSigned(out, first);
    Varint.writeSigned(out, last);
    Varint.writeUnsigned(out, tested);
    out.writeDouble(logLoss);
    out.writeDouble(brier);
    out.writeDouble(baseLogLoss);
    out.writeDouble(baseBrier);
  }

  public static Account read(DataInput in) throws IOException {
    return new Account(
        Varint.readUnsigned(in),
        Varint.readSigned(in),
        Varint.readSigned(in),
        Varint.readSigned(in),
        Varint.readUnsigned(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }
}
