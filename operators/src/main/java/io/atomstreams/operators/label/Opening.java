package io.atomstreams.operators.label;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One scored event and the questions that it opened; its vector is held once for all of them. */
final class Opening {

  /** Event time, then place in Kafka. */
  static final Comparator<Opening> ORDER =
      Comparator.<Opening>comparingLong(opening -> opening.ts)
          .thenComparing(opening -> opening.source);

  /** What was said of the vector, under the prediction's id. */
  record Scored(String id, Example.Score score) {

    static final Comparator<Scored> ORDER =
        Comparator.<Scored, Boolean>comparing(s -> s.score.role() == Prediction.Role.SHADOW)
            .thenComparing(s -> s.score.modelVersion())
            .thenComparing(s -> s.score.scorer())
            .thenComparing(Scored::id);

    static Scored of(Prediction prediction) {
      return new Scored(
          prediction.id(),
          new Example.Score(
              prediction.scorer(),
              prediction.modelVersion(),
              prediction.role(),
              prediction.probability()));
    }
  }

  final String tenant;
  final String entity;
  final String eventId;
  final long ts;
  final long asOf;
  final String listHash;

  /** Never changed, so copies share it. */
  final float[] vector;

  final SourcePosition source;
  final long readAtMicros;
  final List<Scored> scores = new ArrayList<>(2);
  final List<Question> questions = new ArrayList<>(2);

  Opening(
      String tenant,
      String entity,
      String eventId,
      long ts,
      long asOf,
      String listHash,
      float[] vector,
      SourcePosition source,
      long readAtMicros) {
    this.tenant = tenant;
    this.entity = entity;
    this.eventId = eventId;
    this.ts = ts;
    this.asOf = asOf;
    this.listHash = listHash;
    this.vector = vector;
    this.source = source;
    this.readAtMicros = readAtMicros;
  }

  static Opening of(FeatureRecord record) {
    return new Opening(
        record.tenant(),
        record.entity(),
        record.eventId(),
        record.ts(),
        record.asOf(),
        record.listHash(),
        record.vector(),
        record.source(),
        record.readAtMicros());
  }

  /** Whether somebody has been given an example of this opening, scores and all. */
  boolean isGiven() {
    return questions.stream().anyMatch(Question::isGiven);
  }

  Question question(String label) {
    for (Question question : questions) {
      if (question.label.equals(label)) {
        return question;
      }
    }
    return null;
  }

  boolean isMeantBy(Feedback.About about) {
    return switch (about.named()) {
      case EVENT -> eventId.equals(about.id());
      case SOURCE -> source.toString().equals(about.id());
      case PREDICTION -> has(about.id());
    };
  }

  boolean has(String scoreId) {
    return scores.stream().anyMatch(scored -> scored.id().equals(scoreId));
  }

  /** Adds a score in its place. */
  void add(Scored scored) {
    scores.add(scored);
    scores.sort(Scored.ORDER);
  }

  Opening copy() {
    Opening copy =
        new Opening(tenant, entity, eventId, ts, asOf, listHash, vector, source, readAtMicros);
    copy.scores.addAll(scores);
    questions.forEach(question -> copy.questions.add(question.copy()));
    return copy;
  }
}
