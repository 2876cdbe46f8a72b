package io.atomstreams.operators.learning.memory;

/**
 * Takes out of older examples what newer ones contradict: around a newer example, as far as its
 * farthest near neighbour of its own class among the newer, no older one of another class may be
 * among its nearest.
 */
final class Cleaning {

  private final Neighbours near;
  private final Neighbours old;

  Cleaning(int neighbours) {
    near = new Neighbours(neighbours);
    old = new Neighbours(neighbours);
  }

  /** The long-term memory of what a new example contradicts, which was just looked for. */
  void clean(Memories state, int label) {
    Recall recall = state.recall;
    boolean[] marked = new boolean[state.lasting.size()];
    if (mark(recall.recent, recall.lasting, label, marked)) {
      state.lasting.removeMarked(marked);
    }
  }

  /** Older examples of what all of the newer contradict. */
  void cleanAll(Examples older, Examples newer, float[] perUnit) {
    float[] row = new float[newer.width()];
    float[] newerDistances = new float[newer.size()];
    float[] olderDistances = new float[older.size()];
    boolean[] marked = new boolean[older.size()];
    boolean any = false;
    for (int i = 0; i < newer.size(); i++) {
      newer.row(i, row);
      newer.distances(row, perUnit, newerDistances);
      older.distances(row, perUnit, olderDistances);
      for (int j = 0; j < marked.length; j++) {
        olderDistances[j] = marked[j] ? Float.POSITIVE_INFINITY : olderDistances[j];
      }
      near.clear();
      near.addAll(newer, newerDistances, 0, i);
      near.addAll(newer, newerDistances, i + 1, newer.size());
      old.clear();
      old.addAll(older, olderDistances, 0, older.size());
      any |= mark(near, old, newer.label(i), marked);
    }
    if (any) {
      older.removeMarked(marked);
    }
  }

  private static boolean mark(Neighbours near, Neighbours old, int label, boolean[] marked) {
    float reach = -1;
    for (int i = 0; i < near.size(); i++) {
      if (near.label(i) == label) {
        reach = near.distance[i];
      }
    }
    boolean any = false;
    for (int i = 0; i < old.size() && old.distance[i] <= reach; i++) {
      if (old.label(i) != label) {
        marked[old.index(i)] = true;
        any = true;
      }
    }
    return any;
  }
}
