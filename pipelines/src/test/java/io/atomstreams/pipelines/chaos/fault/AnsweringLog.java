package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A log in memory behind which a job answers each request at once. */
final class AnsweringLog implements ModelLog {

  private static final long serialVersionUID = 1;

  private final ArrayList<RolloutEntry> entries;
  private final transient Function<Request, List<RolloutEntry>> job;

  /**
   * A log.
   *
   * @param job what it appends to a request
   */
  AnsweringLog(List<RolloutEntry> before, Function<Request, List<RolloutEntry>> job) {
    this.entries = new ArrayList<>(before);
    this.job = job;
  }

  List<RolloutEntry> entries() {
    return List.copyOf(entries);
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
        add(entry, listener);
        if (entry instanceof Request request) {
          job.apply(request).forEach(answer -> add(answer, listener));
        }
      }

      @Override
      public void close() {
        // it holds nothing
      }
    };
  }

  private void add(RolloutEntry entry, Listener listener) {
    entries.add(entry);
    listener.accept(entry);
  }
}
