package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How usual the value of the latest event is among all: counts of at most {@code most} values, as
 * in {@link Categories}, and which value came last; of two at one instant the greater one.
 *
 * <p>In the vector of an event that counts here and is not out of order the latest value is the
 * event's own, so {@code last_rank} of at most k says that it is among the k most frequent.
 */
final class LatestCategory {

  private final Counts counts;
  private long ts = Long.MIN_VALUE;
  private long value = Long.MIN_VALUE;

  private LatestCategory(Counts counts) {
    this.counts = counts;
  }

  private void see(long at, long seen) {
    if (at > ts || (at == ts && seen > value)) {
      ts = at;
      value = seen;
    }
  }

  private long count() {
    return counts.of(Categories.hash(value));
  }

  /** What the results over the latest value share. */
  private abstract static class OfLatest extends Aggregation<LatestCategory> {

    private final int most;

    OfLatest(long most) {
      this.most = Bounds.check("most", most, 8, 1024);
    }

    @Override
    public boolean needsNumbers() {
      return false;
    }

    @Override
    public String form() {
      return "latest_category(most=" + most + ")";
    }

    @Override
    public LatestCategory createAccumulator() {
      return new LatestCategory(new Counts());
    }

    @Override
    public LatestCategory add(LatestCategory accumulator, long ts, long value) {
      accumulator.see(ts, value);
      accumulator.counts.add(Categories.hash(value), 1);
      accumulator.counts.keepLeast(most);
      return accumulator;
    }

    @Override
    public LatestCategory merge(LatestCategory into, LatestCategory other) {
      into.see(other.ts, other.value);
      into.counts.addAll(other.counts);
      into.counts.keepLeast(most);
      return into;
    }

    @Override
    public LatestCategory copy(LatestCategory accumulator) {
      LatestCategory copy = new LatestCategory(accumulator.counts.copy());
      copy.see(accumulator.ts, accumulator.value);
      return copy;
    }

    @Override
    public void write(LatestCategory accumulator, long base, DataOutput out) throws IOException {
      accumulator.counts.write(0, out);
      if (accumulator.counts.size() > 0) {
        Varint.writeSigned(out, accumulator.ts - base);
        Varint.writeSigned(out, accumulator.value);
      }
    }

    @Override
    public LatestCategory read(long base, DataInput in) throws IOException {
      LatestCategory read = new LatestCategory(Counts.read(0, in));
      if (read.counts.size() > 0) {
        long ts = Varint.readSigned(in) + base;
        read.see(ts, Varint.readSigned(in));
      }
      return read;
    }
  }

  /**
   * Share of the events that have the latest event's value, 0 to 1; no value without an event, or
   * where there are more values than are kept and that one is not among them.
   */
  static final class Share extends OfLatest {
    Share(long most) {
      super(most);
    }

    @Override
    public double getResult(LatestCategory accumulator, long asOf) {
      long count = accumulator.count();
      return count == 0 ? Double.NaN : (double) count / accumulator.counts.total();
    }
  }

  /**
   * Rank of the latest event's value by frequency, 1 for the most frequent: one more than there are
   * values more frequent than it; no value where {@link Share} has none.
   */
  static final class Rank extends OfLatest {
    Rank(long most) {
      super(most);
    }

    @Override
    public double getResult(LatestCategory accumulator, long asOf) {
      long count = accumulator.count();
      int ahead = 0;
      for (int i = 0; i < accumulator.counts.size(); i++) {
        ahead += accumulator.counts.count(i) > count ? 1 : 0;
      }
      return count == 0 ? Double.NaN : 1 + ahead;
    }
  }
}
