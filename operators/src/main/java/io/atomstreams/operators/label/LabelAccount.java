package io.atomstreams.operators.label;

import io.atomstreams.operators.event.Example;

/** Is told what becomes of questions and records in a {@link LabelJoin}. */
public interface LabelAccount {

  /** What there may be to count beside examples; a closed list. */
  enum Fate {
    /** Questions that were opened. */
    OPENED,
    /** Questions dropped before their answer because too many came after them. */
    MISSED,
    /** Questions without an example because the vector came after the answer. */
    ANSWER_SEEN,
    /** Questions closed without an answer: nobody said a word, or the log ended. */
    UNANSWERED,
    /** Openings refused because they came too late. */
    LATE_OPENING,
    /** Answering events that came when questions they might have answered were closed. */
    LATE_ANSWER,
    /** Words of people that agree with what events said. */
    CONFIRMED,
    /** Questions to which people and events give different answers. */
    CONTRADICTED,
    /** Words of people that repeat an earlier one. */
    SAID_AGAIN,
    /** Words of people that differ from an earlier one. */
    SAID_OTHERWISE,
    /** Words of people about no question that is held and takes them. */
    UNMATCHED_FEEDBACK,
    /** Scores whose event opened nothing while they waited, or of which there are too many. */
    UNMATCHED_SCORE,
    /** Scores that came after the first example of their vector was given out. */
    LATE_SCORE,
    /** Records that belong to no customer. */
    NO_ENTITY
  }

  /**
   * Counts.
   *
   * @param label empty for scores, and for labels that nobody declared
   */
  void count(String label, Fate fate);

  /**
   * Is told of each example.
   *
   * @param delay from the opening to the event or word that decided, ms; -1 if none did
   */
  void given(Example example, long delay);
}
