package io.atomstreams.operators.label;

/**
 * One label's question about one opening.
 *
 * <pre>
 *   OPEN ──cut──► FIRST ──event──► CORRECTED
 *    │ │            │ └──seen──► EXCLUDED │
 *    │ └──────said──┴──► SAID ◄───────────┘
 *    └──seen──► EXCLUDED
 * </pre>
 *
 * <p><i>said</i>: people have answered; what events say no longer counts. <i>seen</i>: the vector
 * came after the answer.
 */
final class Question {

  /** What was given out last. */
  enum Standing {
    OPEN,
    FIRST,
    CORRECTED,
    SAID,
    EXCLUDED
  }

  static final long NEVER = Long.MAX_VALUE;
  private static final long UNSAID = Long.MIN_VALUE;

  final String label;

  /** Time at which too many others have been opened since. */
  long cap = NEVER;

  /** First answering event that is known, within the horizon. */
  long answeredAt = NEVER;

  Standing standing = Standing.OPEN;
  double target;
  long givenAt;

  /** When people last had a word in it. */
  long saidAt = UNSAID;

  double said;

  Question(String label) {
    this.label = label;
  }

  boolean came() {
    return answeredAt != NEVER;
  }

  boolean isSaid() {
    return saidAt != UNSAID;
  }

  boolean isGiven() {
    return standing != Standing.OPEN && standing != Standing.EXCLUDED;
  }

  void say(double value, long at) {
    said = value;
    saidAt = at;
  }

  void give(Standing as, double value, long at) {
    standing = as;
    target = value;
    givenAt = at;
  }

  void exclude() {
    standing = Standing.EXCLUDED;
  }

  Question copy() {
    Question copy = new Question(label);
    copy.cap = cap;
    copy.answeredAt = answeredAt;
    copy.standing = standing;
    copy.target = target;
    copy.givenAt = givenAt;
    copy.saidAt = saidAt;
    copy.said = said;
    return copy;
  }
}
