package io.atomstreams.operators.rollout;

import java.util.ArrayList;
import java.util.List;

/** Entries as they stood when somebody read them. */
record RecordedLog(ArrayList<RolloutEntry> entries) implements ModelLog {

  RecordedLog(List<RolloutEntry> entries) {
    this(new ArrayList<>(entries));
  }

  @Override
  public Connection open(Listener listener) {
    entries.forEach(listener::accept);
    return new Connection() {
      @Override
      public boolean isLive() {
        return false;
      }

      @Override
      public void append(RolloutEntry entry) {
        throw new IllegalStateException("nothing is appended to a record of the past: " + entry);
      }

      @Override
      public void close() {
        // it holds nothing
      }
    };
  }
}
