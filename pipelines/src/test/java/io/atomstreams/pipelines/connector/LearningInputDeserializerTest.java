package io.atomstreams.pipelines.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.Feedback.About;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LearningInputDeserializerTest {

  private static final SourcePosition PLACE = new SourcePosition("eu.feedback", 3, 17);
  private static final long TAKEN_AT = 5_000_000;
  private static final String WORD =
      "{'schemaVersion':1,'tenant':'acme','entity':'acme|c1','label':'fraud',"
          + "'eventId':'e1','value':1,'ts':5000000,'by':'desk'}";

  private final LearningInputDeserializer deserializer = new LearningInputDeserializer("eu.");

  private LearningInput read(String topic, byte[] key, byte[] value) {
    return deserializer.read(
        new ConsumerRecord<>(
            topic,
            3,
            17,
            TAKEN_AT,
            TimestampType.LOG_APPEND_TIME,
            0,
            0,
            key,
            value,
            new RecordHeaders(),
            Optional.empty()));
  }

  private LearningInput word(String json) {
    return read("eu.feedback", "acme|k".getBytes(UTF_8), json.replace('\'', '"').getBytes(UTF_8));
  }

  @Property(tries = 50)
  void whatTheScoringJobWritesIsReadAsItWas(
      @ForAll("features") FeatureRecord features, @ForAll("predictions") Prediction prediction) {
    OutputSerializer serializer = new OutputSerializer("eu.");
    ProducerRecord<byte[], byte[]> log = serializer.serialize(features);
    assertThat(((FeatureRecord) read(log.topic(), log.key(), log.value())).source())
        .isEqualTo(features.source());
    ProducerRecord<byte[], byte[]> said = serializer.serialize(prediction);
    Prediction read = (Prediction) read(said.topic(), said.key(), said.value());
    assertThat(read.id()).isEqualTo(prediction.id());
    byte[] shadow = new PredictionJson().encode(prediction);
    assertThat(read("eu.shadow-predictions", null, shadow)).isEqualTo(read);
  }

  @Provide
  Arbitrary<FeatureRecord> features() {
    return OutputArbitraries.features();
  }

  @Provide
  Arbitrary<Prediction> predictions() {
    return OutputArbitraries.predictions();
  }

  @Test
  void feedbackNamesItsEventInOneOfThreeWays() {
    assertThat(word(WORD)).isEqualTo(expected(About.event("e1"), "acme|c1"));
    assertThat(word(WORD.replace("'eventId':'e1'", "'predictionId':'p1'")))
        .isEqualTo(expected(About.prediction("p1"), "acme|c1"));
    String place = "'source':{'topic':'sales-events','partition':2,'offset':9}";
    assertThat(word(WORD.replace("'eventId':'e1'", place)))
        .isEqualTo(expected(About.source(new SourcePosition("sales-events", 2, 9)), "acme|c1"));
    assertThat(word(WORD.replace("'entity':'acme|c1',", "")))
        .isEqualTo(expected(About.event("e1"), "acme|k"));
  }

  private static Feedback expected(About about, String entity) {
    return new Feedback("acme", entity, "fraud", about, 1, TAKEN_AT, "desk", PLACE, 0);
  }

  @Test
  void feedbackThatCannotBeUsedSaysWhatIsWrongWithIt() {
    refuses("schemaVersion':1", "schemaVersion':2", "schemaVersion 2: this release reads 1");
    refuses("'by'", "'buy'", "buy is not a field of feedback; did you mean by?");
    refuses("'value':1", "'value':'yes'", "value is \"yes\", must be a finite number");
    refuses("'value':1,", "", "value is missing, must be a finite number");
    refuses("'value':1", "'value':1e999", "must be a finite number");
    refuses("'eventId':'e1'", "'eventId':''", "eventId is \"\", must be a text that is not empty");
    refuses("'eventId':'e1',", "", "the event is named by [], must be named by one of");
    refuses("'eventId'", "'predictionId':'p','eventId'", "named by [eventId, predictionId]");
    refuses("'acme|c1'", "'other|c1'", "entity is 'other|c1', must begin with its tenant: acme|");
    refuses("'ts':5000000", "'ts':1.5", "ts is 1.5, must be a whole number");
    refuses(WORD, "[]", "an object is expected, found ARRAY");
    refuses(WORD, WORD + WORD, "not JSON");
    refuses(WORD, "oops", "not JSON");
  }

  private void refuses(String part, String instead, String why) {
    DeadLetter letter = (DeadLetter) word(WORD.replace(part, instead));
    assertThat(letter.detail()).contains(why);
    assertThat(letter.reason()).isEqualTo("unreadable");
    assertThat(letter.source()).isEqualTo(PLACE);
    assertThat(letter.key()).isEqualTo("acme|k".getBytes(UTF_8));
    assertThat(letter.raw())
        .isEqualTo(WORD.replace(part, instead).replace('\'', '"').getBytes(UTF_8));
  }

  @Test
  void aWordFromTheFutureDoesNotMoveTimeThere() {
    long latest = TAKEN_AT + 3_600_000;
    assertThat(word(WORD.replace("5000000", "" + latest))).isInstanceOf(Feedback.class);
    assertThat(word(WORD.replace("5000000", "" + (latest + 1))))
        .isInstanceOfSatisfying(
            DeadLetter.class,
            letter -> {
              assertThat(letter.reason()).isEqualTo("timestamp_out_of_bounds");
              assertThat(letter.ts()).isEqualTo(LearningInput.NO_TIME);
            });
  }

  @Test
  void whatIsNoRecordOfItsTopicBecomesADeadLetter() {
    assertThat(read("eu.features", null, null))
        .isInstanceOfSatisfying(
            DeadLetter.class, letter -> assertThat(letter.reason()).isEqualTo("empty"));
    for (String topic : new String[] {"eu.features", "eu.predictions", "eu.shadow-predictions"}) {
      assertThat(read(topic, null, WORD.getBytes(UTF_8))).isInstanceOf(DeadLetter.class);
    }
    assertThat(read("eu.predictions", null, "{\"schemaVersion\":1}".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            DeadLetter.class, letter -> assertThat(letter.reason()).isEqualTo("missing_field"));
  }

  @Property(tries = 300)
  void noBytesMakeItThrow(@ForAll("bytes") byte[] bytes) {
    for (Topic topic : LearningInputDeserializer.TOPICS) {
      assertThat(read(topic.in("eu."), bytes, bytes)).isNotNull();
    }
  }

  /** Noise, and records of one topic cut short or with a byte changed. */
  @Provide
  Arbitrary<byte[]> bytes() {
    byte[] word = WORD.replace('\'', '"').getBytes(UTF_8);
    Arbitrary<byte[]> damaged =
        Arbitraries.integers()
            .between(0, word.length - 1)
            .map(
                at -> {
                  byte[] copy = word.clone();
                  copy[at] = (byte) (copy[at] ^ (1 << at % 8));
                  return copy;
                });
    return Arbitraries.oneOf(
        Arbitraries.bytes().array(byte[].class).ofMaxSize(60),
        damaged,
        OutputArbitraries.predictions().map(p -> new PredictionJson().encode(p)),
        OutputArbitraries.features().map(f -> new FeatureAvro().encode(f)));
  }
}
