package io.atomstreams.operators.profile;

import io.atomstreams.operators.profile.FieldProfile.Lengths;

/** How long texts are, in characters. */
final class LengthAccumulator {

  long count;
  long sum;
  int min = Integer.MAX_VALUE;
  int max;

  void add(int length) {
    count++;
    sum += length;
    min = Math.min(min, length);
    max = Math.max(max, length);
  }

  void merge(LengthAccumulator other) {
    count += other.count;
    sum += other.sum;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  Lengths result() {
    return new Lengths(min, max, (double) sum / count);
  }
}
