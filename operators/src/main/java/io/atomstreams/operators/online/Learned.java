package io.atomstreams.operators.online;

import io.atomstreams.operators.fold.Fold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one shard of a learner knows, and what is to be said of it. For one thread. */
public final class Learned<S> {

  /** Rows kept for the self test of a version. */
  static final int MOST_ROWS = 16;

  S state;
  int shard;
  Account account = Account.EMPTY;
  final FirstAnswers firsts = new FirstAnswers();
  long resets;

  /**
   * Since when it learns, event time, ms: what was learned before was forgotten. {@link
   * Long#MIN_VALUE}: nothing was; {@link Fold#NEVER}: from the next example on.
   */
  long begunAt = Long.MIN_VALUE;

  long skipped;

  /** When the next version is due, event time, ms. */
  long due = Fold.NEVER;

  /** Latest rows, the oldest first. */
  final List<float[]> rows = new ArrayList<>();

  /** By the watch's id, in the order of the watches. */
  final Map<String, Watched<?>> watched = new LinkedHashMap<>();

  /** What makes its probabilities right; {@code null} if nothing does. */
  Calibration<?> calibration;

  /** The layout it was read or begun under. */
  final LearnerSpec spec;

  Learned(LearnerSpec spec, S state) {
    this.spec = spec;
    this.state = state;
  }

  void keepRow(float[] row) {
    if (rows.size() == MOST_ROWS) {
      rows.remove(0);
    }
    rows.add(row.clone());
  }

  /** The rows one after the other. */
  float[] flatRows(int width) {
    float[] flat = new float[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, flat, i * width, width);
    }
    return flat;
  }

  /** What it has learned from. */
  public Account account() {
    return account;
  }
}
