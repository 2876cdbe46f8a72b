package io.atomstreams.operators.online;

import io.atomstreams.operators.drift.cause.Period;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The last answers in stretches, an exponential histogram (Datar, Gionis, Indyk, Motwani:
 * Maintaining Stream Statistics over Sliding Windows, 2002): up to {@value #ALIKE} stretches of
 * {@value #ANSWERS} answers, before them as many of twice the length, and so on, {@value #LEVELS}
 * lengths. So it says to within a quarter of the time since when a change came. At most 12,600
 * answers in 24 stretches, each 120 bytes a segment.
 */
final class Stretches {

  static final int ANSWERS = 50;
  static final int ALIKE = 4;
  static final int LEVELS = 6;

  /** Fewer answers than this say nothing. */
  static final int FEWEST = 30;

  /** The oldest first; the last one is open. */
  private final List<Stretch> stretches = new ArrayList<>(List.of(new Stretch()));

  /**
   * Where the stream is divided.
   *
   * @param place of the first stretch of {@code now}; 0 if there is too little before
   */
  record Division(int place, Stretch before, Stretch now) {}

  void add(List<String> in, double probability, Example example) {
    open().add(in, probability, example);
    if (open().answers() >= ANSWERS) {
      shorten();
      stretches.add(new Stretch());
    }
  }

  void takenBack(List<String> in) {
    open().takenBack(in);
  }

  int size() {
    return stretches.size();
  }

  private Stretch open() {
    return stretches.get(stretches.size() - 1);
  }

  /** Makes one of the two oldest of a length wherever there are too many. */
  private void shorten() {
    for (int level = 0; ; level++) {
      int oldest = 0;
      while (oldest < stretches.size() && stretches.get(oldest).level > level) {
        oldest++;
      }
      int next = oldest;
      while (next < stretches.size() && stretches.get(next).level == level) {
        next++;
      }
      if (next - oldest <= ALIKE) {
        return;
      }
      if (level == LEVELS - 1) {
        stretches.remove(oldest);
        return;
      }
      stretches.get(oldest).add(stretches.remove(oldest + 1));
      stretches.get(oldest).level++;
    }
  }

  /** The division into before and now between which the loss differs most surely. */
  Division divide(boolean rose) {
    int best = 0;
    double surest = 0;
    for (int place = 1; place < stretches.size(); place++) {
      Period before = all(0, place);
      Period now = all(place, stretches.size());
      double away = rose ? now.lossAbove(before) : -now.lossAbove(before);
      if (before.answers() >= FEWEST && now.answers() >= FEWEST && away > surest) {
        best = place;
        surest = away;
      }
    }
    return new Division(best, merged(0, best), merged(best, stretches.size()));
  }

  private Period all(int from, int to) {
    Period all = new Period();
    stretches.subList(from, to).forEach(stretch -> all.add(stretch.of(Judged.ALL)));
    return all;
  }

  private Stretch merged(int from, int to) {
    Stretch merged = new Stretch();
    stretches.subList(from, to).forEach(merged::add);
    return merged;
  }

  /** What comes from there on is normal. */
  void forgetBefore(Division division) {
    stretches.subList(0, division.place()).clear();
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, stretches.size());
    for (Stretch stretch : stretches) {
      stretch.write(out);
    }
  }

  void read(DataInput in) throws IOException {
    stretches.clear();
    for (long left = Varint.readUnsigned(in); left > 0; left--) {
      stretches.add(Stretch.read(in));
    }
  }
}
