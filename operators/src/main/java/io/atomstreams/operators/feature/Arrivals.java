package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What an entity has sent on one topic lately: how far its event time has come there, and the ids.
 *
 * <p>An entity's records of one topic lie in one partition and are read in their order; records of
 * two topics are interleaved as it happens. So what is late or repeated is judged topic by topic:
 * then it is a fact of the data, the same in every run, and a job that starts on a backlog and gets
 * ahead in one topic refuses nothing of the other.
 */
final class Arrivals {

  /** Greatest event time seen on the topic, ms. */
  private long clock = EntityState.NO_CLOCK;

  private final RecentIds ids = new RecentIds();

  /** Whether the id came within {@code remember} of an event of time {@code ts}. */
  boolean contains(long id, long ts, long remember) {
    return !isEmpty() && ids.contains(id, Math.max(clock, ts) - remember);
  }

  /** How far an event lies behind, ms; 0 or less if it does not. */
  long behind(long ts) {
    return isEmpty() ? 0 : clock - ts;
  }

  void add(long id, long ts, long remember) {
    clock = Math.max(clock, ts);
    ids.add(id, ts, clock - remember);
  }

  private boolean isEmpty() {
    return clock == EntityState.NO_CLOCK;
  }

  void set(Arrivals other) {
    clock = other.clock;
    ids.set(other.ids);
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(isEmpty());
    if (!isEmpty()) {
      Varint.writeSigned(out, clock);
      ids.write(out);
    }
  }

  void read(DataInput in) throws IOException {
    if (in.readBoolean()) {
      clock = EntityState.NO_CLOCK;
      ids.clear();
    } else {
      clock = Varint.readSigned(in);
      ids.read(in);
    }
  }
}
