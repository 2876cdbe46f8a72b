package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.RolloutEntry;
import java.util.ArrayList;
import java.util.List;

/** A log of models in memory, heard at once. */
final class ListedLog implements ModelLog {

  private static final long serialVersionUID = 1;

  private final ArrayList<RolloutEntry> entries = new ArrayList<>();

  List<RolloutEntry> entries() {
    return List.copyOf(entries);
  }

  void add(RolloutEntry entry) {
    entries.add(entry);
  }

  @Override
  public Connection open(Listener listener) {
    entries.forEach(listener::accept);
    return new Connection() {
      @Override
      public boolean isLive() {
        return true;
      }

      @Override
      public void append(RolloutEntry entry) {
        entries.add(entry);
        listener.accept(entry);
      }

      @Override
      public void close() {}
    };
  }
}
