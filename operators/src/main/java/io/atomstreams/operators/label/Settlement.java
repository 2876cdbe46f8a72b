package io.atomstreams.operators.label;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Example.Kind;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.label.LabelAccount.Fate;
import io.atomstreams.operators.label.Question.Standing;
import java.util.function.Consumer;

/** Answers questions: moves each on its way and gives out the examples that tell of it. */
final class Settlement {

  private static final long UNDECIDED = -1;

  private final LabelAccount account;
  private final Consumer<Example> examples;

  Settlement(LabelAccount account, Consumer<Example> examples) {
    this.account = account;
    this.examples = examples;
  }

  /** Does what events ask for at a time. */
  void settle(LabelRule rule, Opening opening, Question question, long at) {
    long end = rule.end(opening, question);
    if (question.standing == Standing.OPEN && rule.due(opening) <= Math.min(at, end)) {
      first(rule, opening, question);
    }
    long wrongAt = Math.max(question.answeredAt, question.givenAt);
    if (rule.isWrong(opening, question) && wrongAt <= Math.min(at, end)) {
      correct(rule, opening, question, wrongAt);
    }
  }

  private void first(LabelRule rule, Opening opening, Question question) {
    if (rule.isSeen(opening, question)) {
      exclude(question);
      return;
    }
    long due = rule.due(opening);
    boolean came = question.answeredAt <= due;
    question.give(Standing.FIRST, rule.target(came), due);
    give(opening, question, Kind.FIRST, 1, came ? question.answeredAt - opening.ts : UNDECIDED);
  }

  private void correct(LabelRule rule, Opening opening, Question question, long at) {
    question.givenAt = at;
    give(opening, question, Kind.RETRACTED, -1, UNDECIDED);
    if (rule.isSeen(opening, question)) {
      exclude(question);
      return;
    }
    question.give(Standing.CORRECTED, rule.target(true), at);
    give(opening, question, Kind.CORRECTED, 1, question.answeredAt - opening.ts);
  }

  private void exclude(Question question) {
    account.count(question.label, Fate.ANSWER_SEEN);
    question.exclude();
  }

  /** Does what people ask for. Of words of one time the first on the topic stands. */
  void say(LabelRule rule, Opening opening, Question question, Feedback said) {
    if (question.standing == Standing.EXCLUDED || rule.isSeen(opening, question)) {
      account.count(question.label, Fate.UNMATCHED_FEEDBACK);
      return;
    }
    compare(rule, question, said);
    if (question.isSaid() && said.ts() <= question.saidAt) {
      return;
    }
    question.say(said.value(), said.ts());
    if (!question.isGiven() || question.target != said.value()) {
      giveSaid(opening, question, said);
    }
  }

  private void compare(LabelRule rule, Question question, Feedback said) {
    if (question.isSaid()) {
      boolean again = question.said == said.value();
      account.count(question.label, again ? Fate.SAID_AGAIN : Fate.SAID_OTHERWISE);
    } else if (question.isGiven() || question.answeredAt <= said.ts()) {
      double byEvents = question.isGiven() ? question.target : rule.target(true);
      boolean agrees = byEvents == said.value();
      account.count(question.label, agrees ? Fate.CONFIRMED : Fate.CONTRADICTED);
    }
  }

  /** Never before what it takes back, and after a correction at a time of its own. */
  private void giveSaid(Opening opening, Question question, Feedback said) {
    long at = Math.max(said.ts(), opening.asOf);
    if (question.isGiven()) {
      long last = question.givenAt;
      question.givenAt = Math.max(at, question.standing == Standing.FIRST ? last : last + 1);
      give(opening, question, Kind.RETRACTED, -1, UNDECIDED);
      at = question.givenAt;
    }
    question.give(Standing.SAID, said.value(), at);
    give(opening, question, Kind.FEEDBACK, 1, Math.max(0, said.ts() - opening.ts));
  }

  private void give(Opening opening, Question question, Kind kind, double weight, long delay) {
    Example example =
        new Example(
            RecordId.of("example", opening.tenant, question.label, opening.source),
            opening.tenant,
            opening.entity,
            question.label,
            question.target,
            weight,
            kind,
            opening.asOf,
            question.givenAt,
            opening.listHash,
            opening.vector,
            opening.scores.stream().map(Opening.Scored::score).toList(),
            opening.source,
            opening.readAtMicros);
    examples.accept(example);
    account.given(example, delay);
  }

  /** Counts a question that goes without an answer. */
  void close(LabelRule rule, Question question) {
    if (question.standing == Standing.OPEN) {
      boolean crowded = question.cap != Question.NEVER;
      String label = rule == null ? "" : question.label;
      account.count(label, crowded ? Fate.MISSED : Fate.UNANSWERED);
    }
  }

  void unmatched(LabelRule rule) {
    account.count(rule == null ? "" : rule.id, Fate.UNMATCHED_FEEDBACK);
  }
}
