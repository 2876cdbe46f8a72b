package io.atomstreams.operators.learning.memory;

import java.util.Arrays;

/**
 * What the memories say of one row: work space, kept until either memory changes, so that learning
 * a row right after predicting it does not look for it again.
 */
final class Recall {

  final float[] row;
  final float[] perUnit;
  final Neighbours recent;
  final Neighbours lasting;
  final Neighbours both;
  final Neighbours inWindow;
  final Cleaning cleaning;
  final double[] votes;
  float[] recentDistances = {};
  float[] lastingDistances = {};

  private final double[] askedFor;
  private boolean valid;

  Recall(int width, int classes, int neighbours) {
    row = new float[width];
    perUnit = new float[width];
    askedFor = new double[width];
    recent = new Neighbours(neighbours);
    lasting = new Neighbours(neighbours);
    both = new Neighbours(neighbours);
    inWindow = new Neighbours(neighbours);
    cleaning = new Cleaning(neighbours);
    votes = new double[classes];
  }

  /** The memories have changed. */
  void forget() {
    valid = false;
  }

  void look(Memories memories, double[] asked) {
    if (valid && Arrays.equals(asked, askedFor)) {
      return;
    }
    memories.scale.place(asked, row);
    memories.scale.perUnit(perUnit);
    recentDistances = roomFor(memories.recent, recentDistances);
    lastingDistances = roomFor(memories.lasting, lastingDistances);
    memories.recent.distances(row, perUnit, recentDistances);
    memories.lasting.distances(row, perUnit, lastingDistances);
    recent.clear();
    recent.addAll(memories.recent, recentDistances, 0, memories.recent.size());
    lasting.clear();
    lasting.addAll(memories.lasting, lastingDistances, 0, memories.lasting.size());
    both.clear();
    both.addAll(recent);
    both.addAll(lasting);
    System.arraycopy(asked, 0, askedFor, 0, asked.length);
    valid = true;
  }

  private static float[] roomFor(Examples examples, float[] now) {
    return now.length >= examples.size() ? now : new float[2 * examples.size()];
  }
}
