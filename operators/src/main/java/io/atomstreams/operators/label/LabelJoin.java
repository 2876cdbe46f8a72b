package io.atomstreams.operators.label;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.label.LabelAccount.Fate;
import io.atomstreams.operators.label.OpenQuestions.Answer;
import io.atomstreams.operators.label.OpenQuestions.EarlyScore;
import io.atomstreams.operators.label.OpenQuestions.Word;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Labels a feature log as it is written: {@link LabelPass} for a log without an end. Of each opened
 * question there is one example, {@link Example.Kind#FIRST}, at its cut; where a later event or a
 * person shows that its answer was wrong it is taken back, and the right one follows. At any time
 * the weights of a question's examples sum to 0 or 1.
 *
 * <p>Records are {@link #take taken} as they come, in any order; {@link #advance} gives out what is
 * due at or before an instant of event time. Examples are a function of the records alone, whatever
 * the order, as long as none comes after {@code advance} has passed its time by more than the
 * lateness; an answer that does comes too late for questions closed by then, an opening is refused.
 * What an example owes to a record that {@code advance} had passed already comes behind others of a
 * later time.
 *
 * <p>Cost: linear in the openings held of the entity, at most {@code mostOpen} of each label and
 * those that come between two advances.
 */
public final class LabelJoin implements Serializable {

  private static final long serialVersionUID = 1;

  /** No time at all. */
  public static final long NEVER = Question.NEVER;

  /** Scores held of one vector, and early ones of one entity for each question that may be open. */
  private static final int MOST_SCORES = 16;

  /**
   * Bounds.
   *
   * @param mostOpen questions of one entity and label that are held at a time, 1 to 10,000: when so
   *     many others have been opened after one, it is closed
   * @param patience how long after its own time a score or a word of people waits for the event it
   *     is about
   * @param lateness by how much a record may come behind {@link #advance} and still count in full
   */
  public record Options(int mostOpen, Duration patience, Duration lateness)
      implements Serializable {

    public static final Options USUAL = new Options(64, Duration.ofMinutes(10), Duration.ZERO);

    public Options {
      if (mostOpen < 1 || mostOpen > 10_000) {
        throw new IllegalArgumentException(
            "mostOpen is " + mostOpen + ", must be from 1 to 10,000 questions");
      }
      if (patience.isNegative()) {
        throw new IllegalArgumentException("patience is " + patience + ", must not be negative");
      }
      if (lateness.isNegative()) {
        throw new IllegalArgumentException("lateness is " + lateness + ", must not be negative");
      }
    }
  }

  private final ArrayList<LabelRule> labels;
  private final int mostOpen;
  private final long patience;
  private final long lateness;

  /**
   * A join of several labels.
   *
   * @throws IllegalArgumentException if there is none, or two have one id
   */
  public LabelJoin(List<LabelSpec> specs, Options options) {
    this.mostOpen = options.mostOpen();
    this.patience = options.patience().toMillis();
    this.lateness = options.lateness().toMillis();
    this.labels = new ArrayList<>(specs.size());
    Set<String> ids = new HashSet<>();
    for (LabelSpec spec : specs) {
      if (!ids.add(spec.id())) {
        throw new IllegalArgumentException("label " + spec.id() + " is given twice; keep one");
      }
      labels.add(new LabelRule(spec, lateness));
    }
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("no label is given; name at least one");
    }
  }

  /**
   * Takes what an event did. Duplicates, and events of no customer, count for nothing.
   *
   * @param now what {@link #advance} has reached
   */
  public void take(OpenQuestions state, FeatureRecord record, long now, LabelAccount account) {
    if (record.outcome() == FeatureRecord.Outcome.DUPLICATE || record.entity() == null) {
      return;
    }
    if (answers(record.type())) {
      answer(state, record, now, account);
    }
    if (record.scored() && opens(record.type())) {
      open(state, record, now, account);
    }
  }

  /** Whether an event of this type may be of use at all. */
  public boolean isAbout(String type) {
    return answers(type) || opens(type);
  }

  private boolean answers(String type) {
    for (LabelRule rule : labels) {
      if (rule.isAnsweredBy(type)) {
        return true;
      }
    }
    return false;
  }

  private boolean opens(String type) {
    for (LabelRule rule : labels) {
      if (rule.isOpenedBy(type)) {
        return true;
      }
    }
    return false;
  }

  private void answer(OpenQuestions state, FeatureRecord event, long now, LabelAccount account) {
    for (LabelRule rule : labels) {
      if (!rule.isAnsweredBy(event.type())) {
        continue;
      }
      if (rule.isTooLate(event.ts(), now)) {
        account.count(rule.id, Fate.LATE_ANSWER);
      }
      for (Opening opening : state.openings) {
        Question question = opening.question(rule.id);
        if (question != null && rule.looksAt(opening, event.ts())) {
          if (!question.came() && question.isSaid() && question.said != rule.target(true)) {
            account.count(rule.id, Fate.CONTRADICTED);
          }
          question.answeredAt = Math.min(question.answeredAt, event.ts());
        }
      }
    }
    if (event.ts() + lateness > now) {
      state.remember(new Answer(event.type(), event.ts()), mostOpen);
    }
  }

  private void open(OpenQuestions state, FeatureRecord record, long now, LabelAccount account) {
    boolean late = record.ts() + lateness <= now;
    Opening opening = Opening.of(record);
    if (!late && state.opening(opening.source) != null) {
      return;
    }
    for (LabelRule rule : labels) {
      if (!rule.isOpenedBy(record.type())) {
        continue;
      }
      if (late) {
        account.count(rule.id, Fate.LATE_OPENING);
      } else if (rule.isTooOld(opening)) {
        account.count(rule.id, Fate.ANSWER_SEEN);
      } else {
        account.count(rule.id, Fate.OPENED);
        opening.questions.add(asked(state, rule, opening));
      }
    }
    if (!opening.questions.isEmpty()) {
      state.insert(opening);
      makeRoom(state, account);
    }
  }

  private static Question asked(OpenQuestions state, LabelRule rule, Opening opening) {
    Question question = new Question(rule.id);
    for (Answer answer : state.answers) {
      if (rule.isAnsweredBy(answer.type()) && rule.looksAt(opening, answer.ts())) {
        question.answeredAt = answer.ts();
        break;
      }
    }
    return question;
  }

  /** Ends each question at the opening of the one that is {@code mostOpen} places after it. */
  private void makeRoom(OpenQuestions state, LabelAccount account) {
    for (LabelRule rule : labels) {
      List<Opening> asked = state.asked(rule.id);
      for (int i = 0; i + mostOpen < asked.size(); i++) {
        Opening opening = asked.get(i);
        Question question = opening.question(rule.id);
        question.cap = Math.min(question.cap, asked.get(i + mostOpen).ts);
        if (question.standing == Question.Standing.OPEN && rule.due(opening) > question.cap) {
          account.count(rule.id, Fate.MISSED);
          state.drop(opening, question);
        }
      }
    }
  }

  /**
   * Takes what a model said of an event, whether the event has come or not.
   *
   * @param now what {@link #advance} has reached
   */
  public void take(OpenQuestions state, Prediction prediction, long now, LabelAccount account) {
    Opening.Scored scored = Opening.Scored.of(prediction);
    Opening opening = state.opening(prediction.source());
    if (opening == null) {
      EarlyScore early = new EarlyScore(prediction.source(), prediction.ts(), scored);
      if (early.ts() + patience <= now || !state.keep(early, MOST_SCORES * mostOpen)) {
        account.count("", Fate.UNMATCHED_SCORE);
      }
    } else if (!opening.has(scored.id())) {
      if (opening.isGiven()) {
        account.count("", Fate.LATE_SCORE);
      } else if (opening.scores.size() == MOST_SCORES) {
        account.count("", Fate.UNMATCHED_SCORE);
      } else {
        opening.add(scored);
      }
    }
  }

  /** Takes what a person said; it counts from its own time on. */
  public void take(OpenQuestions state, Feedback feedback, LabelAccount account) {
    if (rule(feedback.label()) == null) {
      account.count("", Fate.UNMATCHED_FEEDBACK);
    } else if (!state.keep(new Word(feedback, false), mostOpen)) {
      account.count(feedback.label(), Fate.UNMATCHED_FEEDBACK);
    }
  }

  private LabelRule rule(String label) {
    for (LabelRule rule : labels) {
      if (rule.id.equals(label)) {
        return rule;
      }
    }
    return null;
  }

  /**
   * Gives out what is due at or before {@code now}, in order of time.
   *
   * @param now event time, ms
   */
  public void advance(
      OpenQuestions state, long now, LabelAccount account, Consumer<Example> examples) {
    Settlement settlement = new Settlement(account, examples);
    for (long at = next(state); at != NEVER && at <= now; at = next(state)) {
      settle(state, at, settlement);
      state.scores.removeIf(expired(at, account));
      long time = at;
      state.answers.removeIf(answer -> answer.ts() + lateness <= time);
    }
  }

  private Predicate<EarlyScore> expired(long at, LabelAccount account) {
    return score -> {
      boolean over = score.ts() + patience <= at;
      if (over) {
        account.count("", Fate.UNMATCHED_SCORE);
      }
      return over;
    };
  }

  private void settle(OpenQuestions state, long at, Settlement settlement) {
    for (Opening opening : state.openings) {
      for (Question question : opening.questions) {
        LabelRule rule = rule(question.label);
        if (rule != null) {
          settlement.settle(rule, opening, question, at);
        }
      }
    }
    state.words.removeIf(word -> isDone(state, word, at, settlement));
    for (Opening opening : List.copyOf(state.openings)) {
      for (Question question : List.copyOf(opening.questions)) {
        LabelRule rule = rule(question.label);
        if (rule == null || rule.end(opening, question) <= at) {
          settlement.close(rule, question);
          state.drop(opening, question);
        }
      }
    }
  }

  private boolean isDone(OpenQuestions state, Word word, long at, Settlement settlement) {
    Feedback said = word.feedback;
    if (said.ts() > at) {
      return false;
    }
    LabelRule rule = rule(said.label());
    for (Opening opening : state.openings) {
      Question question = opening.isMeantBy(said.about()) ? opening.question(said.label()) : null;
      if (rule != null && question != null) {
        settlement.say(rule, opening, question, said);
        return true;
      }
    }
    word.tried = true;
    boolean over = rule == null || said.ts() + patience <= at;
    if (over) {
      settlement.unmatched(rule);
    }
    return over;
  }

  /** When {@link #advance} has something to do next, event time, ms; {@link #NEVER} if nothing. */
  public long next(OpenQuestions state) {
    long next = NEVER;
    for (Opening opening : state.openings) {
      for (Question question : opening.questions) {
        LabelRule rule = rule(question.label);
        next = Math.min(next, rule == null ? opening.ts : rule.next(opening, question));
      }
    }
    for (Answer answer : state.answers) {
      next = Math.min(next, answer.ts() + lateness);
    }
    for (EarlyScore score : state.scores) {
      next = Math.min(next, score.ts() + patience);
    }
    for (Word word : state.words) {
      next = Math.min(next, word.feedback.ts() + (word.tried ? patience : 0));
    }
    return next;
  }

  /** Counts and forgets what is left at the end of a log: its future is not known. */
  public void close(OpenQuestions state, LabelAccount account) {
    Settlement settlement = new Settlement(account, example -> {});
    for (Opening opening : state.openings) {
      for (Question question : opening.questions) {
        settlement.close(rule(question.label), question);
      }
    }
    state.words.forEach(word -> settlement.unmatched(rule(word.feedback.label())));
    state.scores.forEach(score -> account.count("", Fate.UNMATCHED_SCORE));
    state.clear();
  }
}
