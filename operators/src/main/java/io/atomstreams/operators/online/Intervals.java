package io.atomstreams.operators.online;

import io.atomstreams.operators.conformal.DelayedThreshold;
import io.atomstreams.operators.conformal.SegmentedThreshold;
import io.atomstreams.operators.fold.Fold;
import java.util.TreeMap;

/** What is known of the thresholds of one scorer. For one thread. */
public final class Intervals {

  /**
   * How the sets of one segment did in the window that is open: counts, less what is taken back.
   */
  static final class Held {
    long answers;
    long positives;

    /** First answers, which thresholds learn from. */
    long firsts;

    /** Answers to predictions whose threshold is known; of them held, and classes of their sets. */
    long judged;

    long held;
    long classes;

    Held and(Held other) {
      Held sum = new Held();
      sum.answers = answers + other.answers;
      sum.positives = positives + other.positives;
      sum.firsts = firsts + other.firsts;
      sum.judged = judged + other.judged;
      sum.held = held + other.held;
      sum.classes = classes + other.classes;
      return sum;
    }
  }

  /** The window's end, event time, ms; {@link Fold#NEVER} if none is open. */
  long to = Fold.NEVER;

  /** The scorer's id; empty before the first answer. */
  String scorer = "";

  final FirstAnswers firsts = new FirstAnswers();

  /** By segment. */
  final TreeMap<String, Held> held = new TreeMap<>();

  PublishedThresholds published = new PublishedThresholds();
  final SegmentedThreshold.State<DelayedThreshold.State> thresholds;

  /** The share of answers they hold, under which they were begun. */
  final double coverage;

  Intervals(double coverage, SegmentedThreshold.State<DelayedThreshold.State> thresholds) {
    this.coverage = coverage;
    this.thresholds = thresholds;
  }
}
