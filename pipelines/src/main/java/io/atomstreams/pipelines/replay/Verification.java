package io.atomstreams.pipelines.replay;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Holds replayed outputs against the recorded ones: byte by byte first, and field by field where
 * bytes differ. Uses the recording up.
 */
final class Verification {

  private static final String NONE = "none";

  /** Counts of one topic, while they grow. */
  private static final class Tally {
    private long same;
    private long different;
    private long missing;
    private long added;
  }

  private final String prefix;
  private final Recording recording;
  private final PositionSet compared;
  private final List<String> features;
  private final OutputSerializer serializer;
  private final Map<Topic, Tally> tallies = new EnumMap<>(Topic.class);
  private final Map<String, Long> fields = new TreeMap<>();
  private long vectors;
  private long otherModels;
  private Difference first;

  /**
   * A verification of nothing yet.
   *
   * @param compared inputs whose outputs must be as recorded
   * @param features the names of a vector's places under the settings of the replay
   */
  Verification(String prefix, Recording recording, PositionSet compared, List<String> features) {
    this.prefix = prefix;
    this.recording = recording;
    this.compared = compared;
    this.features = features;
    this.serializer = new OutputSerializer(prefix);
    for (Topic topic : Topic.values()) {
      if (topic.role() == Topic.Role.OUTPUT) {
        tallies.put(topic, new Tally());
      }
    }
  }

  void accept(Output output) {
    SourcePosition source = output.source();
    if (!compared.contains(source)) {
      return;
    }
    ProducerRecord<byte[], byte[]> record = serializer.serialize(output);
    Topic topic = Topic.of(prefix, record.topic()).orElseThrow();
    byte[] replayed = Recording.content(topic, record.value(), record.headers());
    Optional<byte[]> recorded = recording.take(topic, source);
    Tally tally = tallies.get(topic);
    if (recorded.isEmpty()) {
      absent(topic, source, replayed);
    } else if (Arrays.equals(recorded.get(), replayed)) {
      tally.same++;
      count(topic, recorded.get());
    } else {
      different(topic, source, recorded.get(), replayed);
    }
  }

  private void count(Topic topic, byte[] value) {
    if (topic == Topic.FEATURES
        && FeatureAvro.readFiled(value).outcome() == FeatureRecord.Outcome.SCORED) {
      vectors++;
    }
  }

  /** The record has it on another topic, or not at all, or no longer. */
  private void absent(Topic topic, SourcePosition source, byte[] replayed) {
    Topic other =
        switch (topic) {
          case FEATURES -> Topic.DEAD_LETTERS;
          case DEAD_LETTERS -> Topic.FEATURES;
          default -> topic;
        };
    Optional<byte[]> elsewhere = recording.take(other, source);
    if (elsewhere.isPresent()) {
      tallies.get(topic).different++;
      FeatureRecord features =
          FeatureAvro.read(topic == Topic.FEATURES ? replayed : elsewhere.get(), 0);
      outcome(topic, features, outcome(other, elsewhere.get()), outcome(topic, replayed));
    } else if (!recording.isCut(topic)) {
      tallies.get(topic).added++;
      note(topic, source, topic == Topic.FEATURES ? replayed : null, NONE, text(topic, replayed));
    }
  }

  private void outcome(Topic topic, FeatureRecord about, String recorded, String replayed) {
    fields.merge("outcome", 1L, Long::sum);
    keep(difference(topic, about, "outcome", recorded, replayed));
  }

  private static String outcome(Topic topic, byte[] content) {
    return topic == Topic.FEATURES
        ? word(FeatureAvro.read(content, 0))
        : "dead letter (" + new String(content, StandardCharsets.UTF_8).replace("\n", ": ") + ")";
  }

  private static String word(FeatureRecord record) {
    return record.outcome().name().toLowerCase(Locale.ROOT);
  }

  private void different(Topic topic, SourcePosition source, byte[] recorded, byte[] replayed) {
    if (topic == Topic.FEATURES) {
      tallies.get(topic).different++;
      features(FeatureAvro.read(recorded, 0), FeatureAvro.read(replayed, 0));
    } else if (topic == Topic.PREDICTIONS && isOfAnotherModel(recorded, replayed)) {
      otherModels++;
    } else {
      tallies.get(topic).different++;
      note(topic, source, null, text(topic, recorded), text(topic, replayed));
    }
  }

  private static boolean isOfAnotherModel(byte[] recorded, byte[] replayed) {
    return !PredictionJson.read(recorded, 0)
        .modelVersion()
        .equals(PredictionJson.read(replayed, 0).modelVersion());
  }

  private void features(FeatureRecord recorded, FeatureRecord replayed) {
    Map<String, String[]> pairs = new LinkedHashMap<>();
    pair(pairs, "event", name(recorded), name(replayed));
    pair(pairs, "outcome", word(recorded), word(replayed));
    pair(pairs, "touched", recorded.touched(), replayed.touched());
    pair(pairs, "asOf", recorded.asOf(), replayed.asOf());
    pair(pairs, "listHash", recorded.listHash(), replayed.listHash());
    float[] then = recorded.vector();
    float[] now = replayed.vector();
    if (recorded.listHash().equals(replayed.listHash()) && then.length == now.length) {
      vectors += recorded.scored() ? 1 : 0;
      for (int i = 0; i < then.length; i++) {
        pair(pairs, features.get(i), bits(then[i]), bits(now[i]));
      }
    }
    pairs.forEach(
        (field, values) -> {
          fields.merge(field, 1L, Long::sum);
          keep(difference(Topic.FEATURES, recorded, field, values[0], values[1]));
        });
  }

  private static void pair(
      Map<String, String[]> pairs, String field, Object recorded, Object replayed) {
    if (!recorded.equals(replayed)) {
      pairs.put(field, new String[] {recorded.toString(), replayed.toString()});
    }
  }

  private static String name(FeatureRecord record) {
    return record.type() + " " + record.eventId() + " of " + record.tenant() + " at " + record.ts();
  }

  /** A value as it is written, with its bits where that is not enough to tell it from others. */
  private static String bits(float value) {
    int bits = Float.floatToRawIntBits(value);
    return Float.isNaN(value) && bits != Float.floatToRawIntBits(Float.NaN)
        ? "NaN (%08x)".formatted(bits)
        : Float.toString(value);
  }

  private void note(
      Topic topic, SourcePosition source, byte[] features, String recorded, String replayed) {
    keep(
        features == null
            ? new Difference(
                topic.baseName(), source, "input", "", 0, "record", recorded, replayed, 0)
            : difference(topic, FeatureAvro.read(features, 0), "record", recorded, replayed));
  }

  private static Difference difference(
      Topic topic, FeatureRecord about, String field, String recorded, String replayed) {
    return new Difference(
        topic.baseName(),
        about.source(),
        about.type() + " " + about.eventId(),
        about.touched().isEmpty() ? "" : about.entity(),
        about.touched().isEmpty() ? 0 : about.touched().get(0).sequence(),
        field,
        recorded,
        replayed,
        about.asOf());
  }

  private void keep(Difference difference) {
    if (first == null || Difference.ORDER.compare(difference, first) < 0) {
      first = difference;
    }
  }

  private static String text(Topic topic, byte[] content) {
    return switch (topic) {
      case FEATURES -> {
        FeatureRecord record = FeatureAvro.read(content, 0);
        yield word(record) + " " + record.touched();
      }
      case PREDICTIONS, ALERTS -> new String(content, StandardCharsets.UTF_8);
      default -> outcome(topic, content);
    };
  }

  /** After the last output: what was not replayed is missing. */
  Comparison finish() {
    tallies.forEach(
        (topic, tally) ->
            recording.rest(
                topic,
                (source, recorded) -> {
                  if (compared.contains(source)) {
                    tally.missing++;
                    byte[] features = topic == Topic.FEATURES ? recorded : null;
                    note(topic, source, features, text(topic, recorded), NONE);
                  }
                }));
    Map<String, Comparison.Counts> counts = new LinkedHashMap<>();
    tallies.forEach(
        (topic, tally) ->
            counts.put(
                topic.baseName(),
                new Comparison.Counts(tally.same, tally.different, tally.missing, tally.added)));
    return new Comparison(counts, vectors, fields, otherModels, Optional.ofNullable(first));
  }
}
