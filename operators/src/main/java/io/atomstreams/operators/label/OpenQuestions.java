package io.atomstreams.operators.label;

import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one entity's questions wait for: the openings with their vectors and scores, answering
 * events seen lately, and what came before the event it is about. Built and read by {@link
 * LabelJoin}; about 150 bytes and 4 a feature for each opening.
 */
public final class OpenQuestions {

  /** An answering event, for openings before it that come after it. */
  record Answer(String type, long ts) {}

  /** A score whose event has not come. */
  record EarlyScore(SourcePosition source, long ts, Opening.Scored scored) {}

  /** What people said, until its time has come and its event is here. */
  static final class Word {
    final Feedback feedback;

    /** Whether it was looked for at its time, in vain. */
    boolean tried;

    private static final Comparator<Word> ORDER =
        Comparator.<Word>comparingLong(word -> word.feedback.ts())
            .thenComparing(word -> word.feedback.source());

    Word(Feedback feedback, boolean tried) {
      this.feedback = feedback;
      this.tried = tried;
    }
  }

  /** In {@link Opening#ORDER}. */
  final List<Opening> openings = new ArrayList<>(2);

  /** In order of time. */
  final List<Answer> answers = new ArrayList<>(2);

  /** In order of arrival. */
  final List<EarlyScore> scores = new ArrayList<>(2);

  /** In order of time, then source position. */
  final List<Word> words = new ArrayList<>(0);

  /** Whether nothing is left to be kept. */
  public boolean isEmpty() {
    return openings.isEmpty() && answers.isEmpty() && scores.isEmpty() && words.isEmpty();
  }

  Opening opening(SourcePosition source) {
    for (Opening opening : openings) {
      if (opening.source.equals(source)) {
        return opening;
      }
    }
    return null;
  }

  /** The openings that have a question of this label. */
  List<Opening> asked(String label) {
    return openings.stream().filter(opening -> opening.question(label) != null).toList();
  }

  /** Puts an opening in its place, with the scores that came before it. */
  void insert(Opening opening) {
    openings.add(opening);
    openings.sort(Opening.ORDER);
    for (EarlyScore score : scores) {
      if (score.source().equals(opening.source)) {
        opening.add(score.scored());
      }
    }
    scores.removeIf(score -> score.source().equals(opening.source));
    words.forEach(word -> word.tried = false);
  }

  void drop(Opening opening, Question question) {
    opening.questions.remove(question);
    if (opening.questions.isEmpty()) {
      openings.remove(opening);
    }
  }

  /** Remembers an answering event, at most so many of them: of more, the latest. */
  void remember(Answer answer, int most) {
    if (!answers.contains(answer)) {
      answers.add(answer);
      answers.sort(Comparator.comparingLong(Answer::ts));
      if (answers.size() > most) {
        answers.remove(0);
      }
    }
  }

  /** Keeps a score until its event comes; {@code false} if there are so many already. */
  boolean keep(EarlyScore score, int most) {
    for (EarlyScore other : scores) {
      if (other.scored().id().equals(score.scored().id())) {
        return true;
      }
    }
    return scores.size() < most && scores.add(score);
  }

  /** Keeps a word until its time; {@code false} if there are so many already. */
  boolean keep(Word word, int most) {
    for (Word other : words) {
      if (other.feedback.source().equals(word.feedback.source())) {
        return true;
      }
    }
    if (words.size() >= most) {
      return false;
    }
    words.add(word);
    words.sort(Word.ORDER);
    return true;
  }

  void clear() {
    openings.clear();
    answers.clear();
    scores.clear();
    words.clear();
  }

  /** How many openings are held. */
  public int size() {
    return openings.size();
  }

  /** The same, sharing nothing that changes. */
  public OpenQuestions copy() {
    OpenQuestions copy = new OpenQuestions();
    openings.forEach(opening -> copy.openings.add(opening.copy()));
    copy.answers.addAll(answers);
    copy.scores.addAll(scores);
    words.forEach(word -> copy.words.add(new Word(word.feedback, word.tried)));
    return copy;
  }
}
