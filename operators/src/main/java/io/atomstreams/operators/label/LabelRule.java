package io.atomstreams.operators.label;

import java.io.Serializable;

/** A label's times in ms, and what follows from them for one question. */
final class LabelRule implements Serializable {

  private static final long serialVersionUID = 1;

  final String id;
  private final LabelSpec spec;
  private final long cut;
  private final long horizon;
  private final long hold;

  /**
   * A label's times.
   *
   * @param lateness by how much more than the maturity a question is held, ms
   */
  LabelRule(LabelSpec spec, long lateness) {
    this.spec = spec;
    this.id = spec.id();
    this.cut = spec.cut().toMillis();
    this.horizon = spec.horizon().toMillis();
    this.hold = spec.maturity().toMillis() + lateness;
  }

  boolean isOpenedBy(String type) {
    return spec.opensOn().wireName().equals(type);
  }

  boolean isAnsweredBy(String type) {
    return spec.positiveOn().isAnsweredBy(type);
  }

  /** Whether an event at {@code ts} lies where the question about the opening looks. */
  boolean looksAt(Opening opening, long ts) {
    return opening.ts < ts && ts <= opening.ts + horizon;
  }

  /** Whether the vector came after the whole horizon. */
  boolean isTooOld(Opening opening) {
    return opening.asOf >= opening.ts + horizon;
  }

  /** When the first answer is due: at the cut, or where the vector is later than that, with it. */
  long due(Opening opening) {
    return spec.positiveOn().isFeedback()
        ? Question.NEVER
        : Math.max(opening.ts + cut, opening.asOf);
  }

  /** When the question is closed. */
  long end(Opening opening, Question question) {
    return Math.min(opening.ts + hold, question.cap);
  }

  double target(boolean came) {
    return came == spec.positiveOn().absence() ? 0 : 1;
  }

  /** Whether questions that end on an event at {@code ts} are closed at {@code now}. */
  boolean isTooLate(long ts, long now) {
    return ts + hold - horizon <= now;
  }

  /** Whether events have shown that what was given out is wrong, and people are silent. */
  boolean isWrong(Opening opening, Question question) {
    boolean byEvents =
        question.standing == Question.Standing.FIRST
            || question.standing == Question.Standing.CORRECTED;
    return byEvents
        && !question.isSaid()
        && question.came()
        && (question.target != target(true) || isSeen(opening, question));
  }

  /** Whether the vector came after its answer. */
  boolean isSeen(Opening opening, Question question) {
    return question.answeredAt <= opening.asOf;
  }

  /** When something is to be done about the question next. */
  long next(Opening opening, Question question) {
    long end = end(opening, question);
    if (question.standing == Question.Standing.OPEN) {
      return Math.min(due(opening), end);
    }
    return isWrong(opening, question)
        ? Math.min(Math.max(question.answeredAt, question.givenAt), end)
        : end;
  }
}
