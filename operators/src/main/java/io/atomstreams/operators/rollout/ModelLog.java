package io.atomstreams.operators.rollout;

import java.io.Serializable;
import java.util.List;

/** Where the entries are: one total order, never rewritten, read by all and appended to by all. */
public interface ModelLog extends Serializable {

  /** Takes entries, one after the other, from whichever thread the log uses. */
  interface Listener {
    void accept(RolloutEntry entry);
  }

  /** A reader that follows, and may append. */
  interface Connection extends AutoCloseable {

    /** Whether further entries can come: a record of the past is not live. */
    boolean isLive();

    /**
     * Appends, and returns once the entry and all before it have been handed to this connection's
     * own listener.
     *
     * @throws IllegalStateException if the log does not answer
     */
    void append(RolloutEntry entry);

    @Override
    void close();
  }

  /**
   * Hands over all entries there are before it returns, and those that follow as they come.
   *
   * @throws IllegalStateException if the log does not answer
   */
  Connection open(Listener listener);

  /** A log to which nothing is added: for replays. */
  static ModelLog recorded(List<? extends RolloutEntry> entries) {
    return new RecordedLog(List.copyOf(entries));
  }
}
