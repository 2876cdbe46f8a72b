package io.atomstreams.operators.label;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import io.atomstreams.operators.label.LabelSpec.Subject;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A join driven by hand: states by entity, written and read again after each record. */
final class JoinRun implements LabelAccount {

  static final Comparator<Example> ORDER =
      Comparator.comparingLong(Example::ts).thenComparing(Example::id).thenComparing(Example::kind);

  private final LabelJoin join;
  private final OpenQuestionsCodec codec = new OpenQuestionsCodec();
  private final Map<String, OpenQuestions> states = new TreeMap<>();
  private long now = Long.MIN_VALUE;

  final List<Example> examples = new ArrayList<>();
  final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
  final List<Long> delays = new ArrayList<>();

  JoinRun(LabelJoin.Options options, LabelSpec... labels) {
    join = new LabelJoin(List.of(labels), options);
  }

  static LabelSpec label(String id, PositiveOn positiveOn, int maturity, int cut) {
    return new LabelSpec(
        id,
        Subject.CUSTOMER,
        EventType.ORDER_PLACED,
        positiveOn,
        Duration.ofMillis(maturity),
        Duration.ofMillis(cut));
  }

  static LabelJoin.Options options(int mostOpen, int patience, int lateness) {
    return new LabelJoin.Options(
        mostOpen, Duration.ofMillis(patience), Duration.ofMillis(lateness));
  }

  void take(LearningInput... inputs) {
    for (LearningInput input : inputs) {
      OpenQuestions state = states.getOrDefault(input.home(), new OpenQuestions());
      if (input instanceof FeatureRecord record) {
        join.take(state, record, now, this);
      } else if (input instanceof Prediction prediction) {
        join.take(state, prediction, now, this);
      } else if (input instanceof Feedback feedback) {
        join.take(state, feedback, this);
      }
      join.advance(state, now, this, examples::add);
      states.put(input.home(), again(state));
    }
  }

  /** Lets time pass. */
  JoinRun at(long time) {
    now = Math.max(now, time);
    states.replaceAll(
        (entity, state) -> {
          join.advance(state, now, this, examples::add);
          return again(state);
        });
    states.values().removeIf(OpenQuestions::isEmpty);
    return this;
  }

  void close() {
    states.values().forEach(state -> join.close(state, this));
  }

  int held() {
    return states.values().stream().mapToInt(OpenQuestions::size).sum();
  }

  boolean isEmpty() {
    return states.isEmpty();
  }

  List<Example> sorted() {
    return examples.stream().sorted(ORDER).toList();
  }

  /** Kind, target and time of each example, in the order in which they were given out. */
  List<String> told() {
    return examples.stream()
        .map(e -> e.kind().name().charAt(0) + " " + (int) e.target() + " @" + e.ts())
        .toList();
  }

  private OpenQuestions again(OpenQuestions state) {
    try {
      BytesOutput out = new BytesOutput();
      codec.write(codec.copy(state), out);
      return codec.read(new BytesInput().open(out.array(), 0, out.size()), codec.version());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void count(String label, Fate fate) {
    fates.merge(fate, 1, Integer::sum);
  }

  @Override
  public void given(Example example, long delay) {
    delays.add(delay);
  }

  static FeatureRecord order(int offset, long ts) {
    return record(offset, ts, ts, EventType.ORDER_PLACED, FeatureRecord.Outcome.SCORED, "acme|c");
  }

  static FeatureRecord record(
      int offset,
      long ts,
      long asOf,
      EventType type,
      FeatureRecord.Outcome outcome,
      String entity) {
    float[] vector =
        outcome == FeatureRecord.Outcome.SCORED ? new float[] {offset, -0f} : new float[0];
    return new FeatureRecord(
        "acme",
        "e" + offset,
        type.wireName(),
        ts,
        outcome,
        entity == null ? List.of() : List.of(new FeatureRecord.Touch(entity, 1)),
        asOf,
        "list",
        vector,
        source(offset),
        offset);
  }

  static SourcePosition source(int offset) {
    return new SourcePosition("t", 0, offset);
  }

  static Prediction score(FeatureRecord of, String version, Prediction.Role role) {
    return new Prediction(
        "p" + of.source().offset() + version,
        of.tenant(),
        of.entity(),
        "scorer",
        0.25f,
        0.5f,
        version,
        "",
        "",
        role,
        "",
        of.listHash(),
        1,
        of.ts(),
        of.source(),
        0);
  }

  static Feedback said(int offset, String label, Feedback.About about, double value, long ts) {
    SourcePosition source = new SourcePosition("feedback", 0, offset);
    return new Feedback("acme", "acme|c", label, about, value, ts, "desk", source, 0);
  }
}
