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

  /** More of them are kept apart from the packed value, since they change by one an event. */
  static final int MOST_INSIDE = 64;

  private static final int EMPTY = 1;
  private static final int INSIDE = 0;
  private static final int APART = 2;

  /** Where ids inside a packed value are read into. */
  private RecentIds own = new RecentIds();

  /** These, or those that are kept beside a packed value. */
  private RecentIds ids = own;

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
    own = other.ids.copy();
    ids = own;
  }

  /**
   * Writes all but ids that are too many.
   *
   * @return those, to be kept beside what is written, and no longer ours; {@code null} if they are
   *     in it
   */
  RecentIds write(DataOutput out) throws IOException {
    boolean isApart = ids.size() > MOST_INSIDE;
    out.writeByte(isEmpty() ? EMPTY : isApart ? APART : INSIDE);
    if (!isEmpty()) {
      Varint.writeSigned(out, clock);
      if (!isApart) {
        ids.write(out);
      }
    }
    if (!isApart) {
      return null;
    }
    if (ids == own) {
      own = new RecentIds();
    }
    return ids;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param apart what it returned then; is used as it is, and changed
   */
  void read(DataInput in, RecentIds apart) throws IOException {
    int how = in.readByte();
    ids = own;
    if (how == EMPTY) {
      clock = EntityState.NO_CLOCK;
      ids.clear();
      return;
    }
    clock = Varint.readSigned(in);
    if (how == INSIDE) {
      ids.read(in);
    } else if (how == APART && apart != null) {
      ids = apart;
    } else {
      throw new IOException("ids kept " + how + ": the state is damaged");
    }
  }
}
