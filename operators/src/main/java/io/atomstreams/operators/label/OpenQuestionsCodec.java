package io.atomstreams.operators.label;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.label.OpenQuestions.Answer;
import io.atomstreams.operators.label.OpenQuestions.EarlyScore;
import io.atomstreams.operators.label.OpenQuestions.Word;
import io.atomstreams.operators.label.Question.Standing;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * {@link OpenQuestions} in bytes: times as varints, a question's as differences from its opening.
 */
public final class OpenQuestionsCodec implements StateCodec<OpenQuestions> {

  public static final String ID = "open-questions";

  private static final long serialVersionUID = 1;

  // The place in each list is what is written: for ever, new ones at the end.

  private static final List<Prediction.Role> ROLES =
      List.of(Prediction.Role.CHAMPION, Prediction.Role.CANARY, Prediction.Role.SHADOW);
  private static final List<Standing> STANDINGS =
      List.of(Standing.OPEN, Standing.FIRST, Standing.CORRECTED, Standing.SAID, Standing.EXCLUDED);
  private static final List<Feedback.Named> NAMED =
      List.of(Feedback.Named.EVENT, Feedback.Named.PREDICTION, Feedback.Named.SOURCE);

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public OpenQuestions create() {
    return new OpenQuestions();
  }

  @Override
  public OpenQuestions copy(OpenQuestions state) {
    return state.copy();
  }

  @Override
  public void write(OpenQuestions state, DataOutput out) throws IOException {
    Varint.writeUnsigned(out, state.openings.size());
    for (Opening opening : state.openings) {
      writeOpening(out, opening);
    }
    Varint.writeUnsigned(out, state.answers.size());
    for (Answer answer : state.answers) {
      Packing.writeText(out, answer.type());
      Varint.writeSigned(out, answer.ts());
    }
    Varint.writeUnsigned(out, state.scores.size());
    for (EarlyScore score : state.scores) {
      Packing.writeSource(out, score.source());
      Varint.writeSigned(out, score.ts());
      writeScored(out, score.scored());
    }
    Varint.writeUnsigned(out, state.words.size());
    for (Word word : state.words) {
      writeWord(out, word);
    }
  }

  @Override
  public OpenQuestions read(DataInput in, int version) throws IOException {
    OpenQuestions state = new OpenQuestions();
    for (int left = Packing.readSize(in); left > 0; left--) {
      state.openings.add(readOpening(in));
    }
    for (int left = Packing.readSize(in); left > 0; left--) {
      state.answers.add(new Answer(Packing.readText(in), Varint.readSigned(in)));
    }
    for (int left = Packing.readSize(in); left > 0; left--) {
      SourcePosition source = Packing.readSource(in);
      state.scores.add(new EarlyScore(source, Varint.readSigned(in), readScored(in)));
    }
    for (int left = Packing.readSize(in); left > 0; left--) {
      state.words.add(readWord(in));
    }
    return state;
  }

  private static <E> E read(DataInput in, List<E> all) throws IOException {
    int place = in.readByte();
    if (place < 0 || place >= all.size()) {
      throw new IOException("open questions are damaged: %d is none of %s".formatted(place, all));
    }
    return all.get(place);
  }

  private static void writeOpening(DataOutput out, Opening opening) throws IOException {
    Packing.writeText(out, opening.tenant);
    Packing.writeText(out, opening.entity);
    Packing.writeText(out, opening.eventId);
    Varint.writeSigned(out, opening.ts);
    Varint.writeSigned(out, opening.asOf - opening.ts);
    Packing.writeText(out, opening.listHash);
    Packing.writeFloats(out, opening.vector);
    Packing.writeSource(out, opening.source);
    Varint.writeSigned(out, opening.readAtMicros);
    Varint.writeUnsigned(out, opening.scores.size());
    for (Opening.Scored scored : opening.scores) {
      writeScored(out, scored);
    }
    Varint.writeUnsigned(out, opening.questions.size());
    for (Question question : opening.questions) {
      writeQuestion(out, question, opening.ts);
    }
  }

  private static Opening readOpening(DataInput in) throws IOException {
    String tenant = Packing.readText(in);
    String entity = Packing.readText(in);
    String eventId = Packing.readText(in);
    long ts = Varint.readSigned(in);
    long asOf = ts + Varint.readSigned(in);
    String listHash = Packing.readText(in);
    float[] vector = Packing.readFloats(in);
    SourcePosition source = Packing.readSource(in);
    long readAt = Varint.readSigned(in);
    Opening opening =
        new Opening(tenant, entity, eventId, ts, asOf, listHash, vector, source, readAt);
    for (int left = Packing.readSize(in); left > 0; left--) {
      opening.scores.add(readScored(in));
    }
    for (int left = Packing.readSize(in); left > 0; left--) {
      opening.questions.add(readQuestion(in, ts));
    }
    return opening;
  }

  private static void writeScored(DataOutput out, Opening.Scored scored) throws IOException {
    Example.Score score = scored.score();
    Packing.writeText(out, scored.id());
    Packing.writeText(out, score.scorer());
    Packing.writeText(out, score.modelVersion());
    out.writeByte(ROLES.indexOf(score.role()));
    out.writeInt(Float.floatToRawIntBits(score.probability()));
  }

  private static Opening.Scored readScored(DataInput in) throws IOException {
    String id = Packing.readText(in);
    String scorer = Packing.readText(in);
    String modelVersion = Packing.readText(in);
    Prediction.Role role = read(in, ROLES);
    float probability = Float.intBitsToFloat(in.readInt());
    return new Opening.Scored(id, new Example.Score(scorer, modelVersion, role, probability));
  }

  private static void writeQuestion(DataOutput out, Question question, long ts) throws IOException {
    Packing.writeText(out, question.label);
    writeTime(out, question.cap, ts);
    writeTime(out, question.answeredAt, ts);
    out.writeByte(STANDINGS.indexOf(question.standing));
    out.writeDouble(question.target);
    Varint.writeSigned(out, question.givenAt);
    out.writeBoolean(question.isSaid());
    if (question.isSaid()) {
      Varint.writeSigned(out, question.saidAt);
      out.writeDouble(question.said);
    }
  }

  private static Question readQuestion(DataInput in, long ts) throws IOException {
    Question question = new Question(Packing.readText(in));
    question.cap = readTime(in, ts);
    question.answeredAt = readTime(in, ts);
    Standing standing = read(in, STANDINGS);
    double target = in.readDouble();
    question.give(standing, target, Varint.readSigned(in));
    if (in.readBoolean()) {
      long at = Varint.readSigned(in);
      question.say(in.readDouble(), at);
    }
    return question;
  }

  /** 0 for never, else one more than the time since the opening. */
  private static void writeTime(DataOutput out, long time, long opening) throws IOException {
    Varint.writeUnsigned(out, time == Question.NEVER ? 0 : time - opening + 1);
  }

  private static long readTime(DataInput in, long opening) throws IOException {
    long since = Varint.readUnsigned(in);
    return since == 0 ? Question.NEVER : opening + since - 1;
  }

  private static void writeWord(DataOutput out, Word word) throws IOException {
    Feedback said = word.feedback;
    out.writeBoolean(word.tried);
    Packing.writeText(out, said.tenant());
    Packing.writeText(out, said.entity());
    Packing.writeText(out, said.label());
    out.writeByte(NAMED.indexOf(said.about().named()));
    Packing.writeText(out, said.about().id());
    out.writeDouble(said.value());
    Varint.writeSigned(out, said.ts());
    Packing.writeText(out, said.by());
    Packing.writeSource(out, said.source());
    Varint.writeSigned(out, said.readAtMicros());
  }

  private static Word readWord(DataInput in) throws IOException {
    boolean tried = in.readBoolean();
    Feedback said =
        new Feedback(
            Packing.readText(in),
            Packing.readText(in),
            Packing.readText(in),
            new Feedback.About(read(in, NAMED), Packing.readText(in)),
            in.readDouble(),
            Varint.readSigned(in),
            Packing.readText(in),
            Packing.readSource(in),
            Varint.readSigned(in));
    return new Word(said, tried);
  }
}
