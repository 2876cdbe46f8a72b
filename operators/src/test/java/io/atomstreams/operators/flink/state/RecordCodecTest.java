package io.atomstreams.operators.flink.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.Acknowledgement;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.validation.Intake;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Every record that travels comes out of its serializer as it went in. */
class RecordCodecTest {

  private static final TypeSerializer<Intake> INTAKE = serializer(CodecTypeInformation.intake());
  private static final TypeSerializer<Output> OUTPUT = serializer(CodecTypeInformation.output());

  private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
    return type.createSerializer(new SerializerConfigImpl());
  }

  /** Any characters, halves of surrogate pairs among them. */
  private static Arbitrary<String> text() {
    return Arbitraries.oneOf(
            Arbitraries.strings().all().ofMaxLength(12),
            Arbitraries.strings()
                .withChars('a', 'é', '\uD83D', '\uDED2', '\uFFFD', '\uD7FF')
                .ofMaxLength(8))
        .map(text -> text + (text.length() % 3 == 0 ? "🛒ß" : ""));
  }

  private static Arbitrary<String> label() {
    return text().injectNull(0.3);
  }

  private static Arbitrary<byte[]> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(300).injectNull(0.2);
  }

  private static Arbitrary<SourcePosition> sources() {
    return Combinators.combine(
            text(), Arbitraries.integers().greaterOrEqual(0), Arbitraries.longs().greaterOrEqual(0))
        .as(SourcePosition::new);
  }

  private static Arbitrary<Float> floats() {
    return Arbitraries.oneOf(
        Arbitraries.floats(),
        Arbitraries.of(Float.NaN, -0f, Float.POSITIVE_INFINITY, Float.MIN_VALUE));
  }

  private static Arbitrary<OrderLine> lines() {
    return Combinators.combine(
            text(),
            Arbitraries.integers(),
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.longs())
        .as(OrderLine::new);
  }

  private static Arbitrary<Event> events() {
    Arbitrary<List<String>> texts = text().list().ofSize(4);
    Arbitrary<List<String>> labels = label().list().ofSize(5);
    Arbitrary<List<OrderLine>> lines = lines().list().ofMaxSize(5);
    return Combinators.combine(
            Arbitraries.of(EventType.class),
            texts,
            labels,
            lines,
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.integers().greaterOrEqual(0))
        .as(RecordCodecTest::event)
        .flatMap(event -> text().list().ofMaxSize(2).map(rules -> repaired(event, rules)));
  }

  private static Event repaired(Event event, List<String> rules) {
    Event repaired = event;
    for (String rule : rules) {
      repaired = repaired.repairedBy(rule);
    }
    return repaired;
  }

  private static Event event(
      EventType type,
      List<String> texts,
      List<String> labels,
      List<OrderLine> lines,
      long ts,
      long amount,
      int schema) {
    return type.stream() == EventType.Stream.SALES
        ? new SalesEvent(
            texts.get(0),
            texts.get(1),
            type,
            schema,
            ts,
            labels.get(0),
            texts.get(2),
            texts.get(3),
            lines,
            amount,
            labels.get(1),
            labels.get(2),
            labels.get(3),
            labels.get(4))
        : new CustomerEvent(
            texts.get(0),
            texts.get(1),
            type,
            schema,
            ts,
            texts.get(2),
            labels.get(0),
            labels.get(1),
            labels.get(2),
            labels.get(3),
            labels.get(4));
  }

  @Provide
  Arbitrary<Intake> intakes() {
    Arbitrary<Intake> accepted =
        Combinators.combine(sources(), text(), bytes(), bytes(), events(), Arbitraries.longs())
            .as((s, route, key, raw, e, at) -> new Intake(s, route, key, raw, e, null, null, at));
    Arbitrary<Intake> refused =
        Combinators.combine(
                sources(), text(), bytes(), bytes(), text(), label(), Arbitraries.longs())
            .as(
                (s, route, key, raw, why, detail, at) ->
                    new Intake(s, route, key, raw, null, why, detail, at));
    return Arbitraries.oneOf(accepted, asRead(), refused);
  }

  /** As the source makes them: the route says whose event it is, and mostly the key does too. */
  private static Arbitrary<Intake> asRead() {
    return Combinators.combine(
            sources(), bytes(), events(), Arbitraries.longs(), Arbitraries.integers().between(0, 2))
        .as(
            (source, raw, event, at, key) -> {
              Intake intake = Intake.accepted(source, raw, raw, event, at);
              String said = key == 1 ? intake.route() : event.customerId();
              return key == 0 || said == null
                  ? intake
                  : Intake.accepted(source, Wtf8.encode(said), raw, event, at);
            });
  }

  private static Arbitrary<EntityKind> kinds() {
    return Arbitraries.oneOf(
        Arbitraries.of(EntityKind.BUILT_IN),
        Arbitraries.of("region", "x", "a_kind_2").map(EntityKind::ofName));
  }

  @Provide
  Arbitrary<EntityVisit> visits() {
    return Combinators.combine(
            text(),
            sources(),
            Arbitraries.integers().greaterOrEqual(0),
            kinds(),
            text(),
            events(),
            Arbitraries.of(true, false),
            Arbitraries.integers().greaterOrEqual(0))
        .as(EntityVisit::new);
  }

  @Provide
  Arbitrary<EntityVisit.Answer> answers() {
    return Combinators.combine(
            text(),
            sources(),
            Arbitraries.integers().greaterOrEqual(0),
            kinds(),
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.integers().greaterOrEqual(0),
            floats().array(float[].class).ofMaxSize(6))
        .as(EntityVisit.Answer::new);
  }

  @Provide
  Arbitrary<BackfillRecord> histories() {
    return Combinators.combine(
            Arbitraries.of(BackfillRecord.Step.class),
            text(),
            Arbitraries.integers().greaterOrEqual(0),
            text(),
            bytes(),
            sources())
        .as(BackfillRecord::new);
  }

  private static Arbitrary<Output> acknowledgements() {
    return Combinators.combine(
            Arbitraries.of(Acknowledgement.Step.class),
            text(),
            Arbitraries.integers().greaterOrEqual(0),
            Arbitraries.integers().greaterOrEqual(0),
            Arbitraries.integers().greaterOrEqual(0),
            text(),
            sources())
        .as(Acknowledgement::new);
  }

  @Provide
  Arbitrary<Output> outputs() {
    return Arbitraries.oneOf(
        acknowledgements(),
        features().map(Output.class::cast),
        predictions().map(Output.class::cast),
        alerts().map(Output.class::cast),
        explanations().map(Output.class::cast),
        importances().map(Output.class::cast),
        Combinators.combine(text(), label(), bytes(), bytes(), sources(), Arbitraries.longs())
            .as(DeadLetter::new)
            .map(Output.class::cast));
  }

  private static Arbitrary<FeatureRecord> features() {
    Arbitrary<List<FeatureRecord.Touch>> touched =
        Combinators.combine(text(), Arbitraries.longs())
            .as(FeatureRecord.Touch::new)
            .list()
            .ofMaxSize(3);
    Arbitrary<float[]> vector = floats().array(float[].class).ofMaxSize(40);
    return Combinators.combine(
            text().list().ofSize(4),
            Arbitraries.longs().list().ofSize(3),
            Arbitraries.of(FeatureRecord.Outcome.class),
            touched,
            vector,
            sources())
        .as(
            (texts, times, outcome, touch, v, source) ->
                new FeatureRecord(
                    texts.get(0),
                    texts.get(1),
                    texts.get(2),
                    times.get(0),
                    outcome,
                    touch,
                    times.get(1),
                    texts.get(3),
                    v,
                    source,
                    texts.subList(0, touch.size()),
                    times.get(2)));
  }

  private static Arbitrary<Prediction> predictions() {
    return Combinators.combine(
            text().list().ofSize(9),
            floats().list().ofSize(2),
            Arbitraries.of(Prediction.Role.class),
            Arbitraries.longs().list().ofSize(3),
            sources())
        .as(
            (texts, scores, role, numbers, source) ->
                new Prediction(
                    texts.get(0),
                    texts.get(1),
                    texts.get(2),
                    texts.get(3),
                    scores.get(0),
                    scores.get(1),
                    texts.get(4),
                    texts.get(6),
                    texts.get(7),
                    role,
                    texts.get(8),
                    texts.get(5),
                    numbers.get(0),
                    numbers.get(1),
                    source,
                    numbers.get(2)));
  }

  private static Arbitrary<Alert> alerts() {
    Arbitrary<List<Alert.Reason>> reasons =
        Combinators.combine(
                text(), Arbitraries.oneOf(Arbitraries.doubles(), floats().map(f -> (double) f)))
            .as(Alert.Reason::new)
            .list()
            .ofMaxSize(6);
    return Combinators.combine(
            text().list().ofSize(5),
            Arbitraries.of(Alert.Severity.class),
            reasons,
            Arbitraries.longs().list().ofSize(3),
            sources())
        .as(
            (texts, severity, why, numbers, source) ->
                new Alert(
                    texts.get(0),
                    texts.get(1),
                    texts.get(2),
                    texts.get(3),
                    severity,
                    texts.get(4),
                    why,
                    numbers.get(0),
                    numbers.get(1),
                    source,
                    numbers.get(2)));
  }

  private static Arbitrary<Explanation> explanations() {
    return Combinators.combine(
            text().list().ofSize(7),
            floats().array(float[].class).ofMaxSize(20),
            Arbitraries.doubles(),
            Arbitraries.of(Explanation.Cause.class),
            Arbitraries.longs().list().ofSize(3),
            sources())
        .as(
            (texts, values, base, cause, numbers, source) ->
                new Explanation(
                    texts.get(0),
                    texts.get(1),
                    texts.get(2),
                    texts.get(3),
                    texts.get(4),
                    texts.get(5),
                    values.length % 2 == 0,
                    "logit",
                    0.5f,
                    base,
                    Collections.nCopies(values.length, texts.get(6)),
                    values,
                    IntStream.range(0, values.length).mapToDouble(i -> base / (i + 1)).toArray(),
                    cause,
                    numbers.get(0),
                    numbers.get(1),
                    source,
                    numbers.get(2)));
  }

  private static Arbitrary<Importance> importances() {
    Arbitrary<List<Importance.Ranked>> ranked =
        Combinators.combine(text(), Arbitraries.doubles(), Arbitraries.doubles())
            .as(Importance.Ranked::new)
            .list()
            .ofMaxSize(10);
    return Combinators.combine(
            text().list().ofSize(4), ranked, Arbitraries.longs().list().ofSize(3), sources())
        .as(
            (texts, features, numbers, source) ->
                new Importance(
                    texts.get(0),
                    texts.get(1),
                    texts.get(2),
                    texts.get(3),
                    features.size(),
                    numbers.get(0),
                    features,
                    numbers.get(1),
                    source,
                    numbers.get(2)));
  }

  @Property
  void anIntakeIsReadAsItWasWritten(@ForAll("intakes") Intake intake) throws IOException {
    requireRoundTrip(INTAKE, intake);
  }

  @Property
  void anOutputIsReadAsItWasWritten(@ForAll("outputs") Output output) throws IOException {
    requireRoundTrip(OUTPUT, output);
  }

  @Property
  void aVisitIsReadAsItWasWritten(@ForAll("visits") EntityVisit visit) throws IOException {
    requireRoundTrip(serializer(CodecTypeInformation.visit()), visit);
  }

  @Property
  void anAnswerIsReadAsItWasWritten(@ForAll("answers") EntityVisit.Answer answer)
      throws IOException {
    requireRoundTrip(serializer(CodecTypeInformation.answer()), answer);
  }

  @Property
  void aHistoryIsReadAsItWasWritten(@ForAll("histories") BackfillRecord history)
      throws IOException {
    requireRoundTrip(serializer(CodecTypeInformation.backfill()), history);
  }

  private static <T> void requireRoundTrip(TypeSerializer<T> serializer, T record)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(record, out);
    byte[] bytes = out.getCopyOfBuffer();

    DataInputDeserializer in = new DataInputDeserializer(bytes);
    T read = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    requireSame(read, record);
    requireSame(serializer.copy(record), record);

    DataOutputSerializer copied = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(bytes), copied);
    assertThat(copied.getCopyOfBuffer()).isEqualTo(bytes);
  }

  /** Bit for bit: no tolerance, NaN equals itself, -0 is not 0. */
  private static void requireSame(Object actual, Object expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .withEqualsForType(Float::equals, Float.class)
        .withEqualsForType(Double::equals, Double.class)
        .isEqualTo(expected);
  }

  @Example
  void anOutputOfUnknownKindIsRefused() {
    assertThatThrownBy(() -> OUTPUT.deserialize(new DataInputDeserializer(new byte[] {9, 0, 0, 0})))
        .isInstanceOf(IOException.class)
        .hasMessage("no output is of kind 9");
  }

  @Example
  void absentAndEmptyAreToldApart() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(8);
    Fields.writeBytes(out, null);
    Fields.writeBytes(out, new byte[0]);
    Fields.writeText(out, null);
    Fields.writeText(out, "");
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    assertThat(Fields.readBytes(in)).isNull();
    assertThat(Fields.readBytes(in)).isEmpty();
    assertThat(Fields.readText(in)).isNull();
    assertThat(Fields.readText(in)).isEmpty();
  }

  @Example
  void aTypeIsKnownByItsClassAndCodec() {
    assertThat(CodecTypeInformation.intake())
        .isEqualTo(CodecTypeInformation.intake())
        .hasSameHashCodeAs(CodecTypeInformation.intake())
        .isNotEqualTo(CodecTypeInformation.output())
        .hasToString("Codec<Intake>");
    assertThat(INTAKE).isEqualTo(serializer(CodecTypeInformation.intake())).isNotEqualTo(OUTPUT);
    assertThat(Arrays.asList(INTAKE.getLength(), OUTPUT.getLength())).containsOnly(-1);
  }
}
