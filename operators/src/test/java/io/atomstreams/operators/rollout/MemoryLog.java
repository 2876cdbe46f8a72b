package io.atomstreams.operators.rollout;

import java.util.ArrayList;
import java.util.List;

/**
 * A log in memory whose connections hear of entries when they are told to, or when they append:
 * late, as a real one's may.
 */
public final class MemoryLog implements ModelLog {

  private static final long serialVersionUID = 1;

  private final ArrayList<RolloutEntry> entries = new ArrayList<>();
  private final transient List<Late> connections = new ArrayList<>();

  public List<RolloutEntry> entries() {
    return List.copyOf(entries);
  }

  /** By somebody who is no subtask. */
  public void add(RolloutEntry entry) {
    entries.add(entry);
  }

  @Override
  public Late open(Listener listener) {
    Late connection = new Late(listener);
    connection.hear();
    connections.add(connection);
    return connection;
  }

  /** Every connection hears of everything. */
  public void hearAll() {
    connections.forEach(Late::hear);
  }

  /** Has heard of the log's front. */
  public final class Late implements Connection {

    private final Listener listener;
    private int heard;

    private Late(Listener listener) {
      this.listener = listener;
    }

    public void hear() {
      while (heard < entries.size()) {
        listener.accept(entries.get(heard++));
      }
    }

    @Override
    public boolean isLive() {
      return true;
    }

    @Override
    public void append(RolloutEntry entry) {
      entries.add(entry);
      hear();
    }

    @Override
    public void close() {
      // it holds nothing
    }
  }
}
