package io.atomstreams.operators.learning.memory;

import io.atomstreams.operators.state.CounterRandom;

/** What {@link SelfAdjustingMemory} has learned. For one thread. */
final class Memories {

  /** Bits of an example's note: who was right about it before it was learned. */
  static final int RECENT_RIGHT = 1;

  static final int LASTING_RIGHT = 2;
  static final int BOTH_RIGHT = 4;

  final RunningScale scale;

  /** Short-term: all of it from the present concept. */
  Examples recent;

  final Windows windows;

  /** Long-term: held before, and is not against what is recent. */
  Examples lasting;

  final CounterRandom random;

  /** How many of the recent examples each was right about, in the order of the bits. */
  final int[] right;

  /** Work space. */
  final Recall recall;

  Memories(
      RunningScale scale,
      Examples recent,
      Windows windows,
      Examples lasting,
      CounterRandom random,
      Recall recall) {
    this.scale = scale;
    this.recent = recent;
    this.windows = windows;
    this.lasting = lasting;
    this.random = random;
    this.right = new int[3];
    for (int i = 0; i < recent.size(); i++) {
      count(recent.note(i), 1);
    }
    this.recall = recall;
  }

  Memories copy(Recall own) {
    return new Memories(
        scale.copy(), recent.copy(), windows.copy(), lasting.copy(), random.copy(), own);
  }

  /** Adds an example's note to what each was right about, or takes it away. */
  void count(int note, int times) {
    for (int bit = 0; bit < right.length; bit++) {
      right[bit] += (note >> bit & 1) * times;
    }
  }

  /** The neighbours of whoever was right most often of late; of equals the more recent. */
  Neighbours trusted() {
    if (right[0] >= right[1] && right[0] >= right[2]) {
      return recall.recent;
    }
    return right[1] >= right[2] ? recall.lasting : recall.both;
  }
}
