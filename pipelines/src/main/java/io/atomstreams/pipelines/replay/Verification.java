package io.atomstreams.pipelines.replay;

import io.atomstreams.model.FeatureListHash;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.PositionSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
  private final FeatureList features;

  /** By place of the vector: whether it follows from the recorded order. */
  private final boolean[] followed;

  private final boolean isAllFollowed;
  private final OutputSerializer serializer;

  /** Hashes of the first so many names of the list, as far as they were asked for. */
  private final Map<Integer, String> fronts = new HashMap<>();

  private final Map<Topic, Tally> tallies = new EnumMap<>(Topic.class);
  private final Map<String, Long> fields = new TreeMap<>();
  private long vectors;
  private long otherModels;
  private long notFollowed;
  private Difference first;

  /**
   * A verification of nothing yet.
   *
   * @param compared inputs whose outputs must be as recorded
   * @param features of the replay's settings. Those of the customer follow from the recorded order;
   *     of other entities, where customers meet, the order is not followed, and neither are their
   *     sequences nor a score they went into
   */
  Verification(String prefix, Recording recording, PositionSet compared, FeatureList features) {
    this.prefix = prefix;
    this.recording = recording;
    this.compared = compared;
    this.features = features;
    this.followed = followed(features);
    this.isAllFollowed = features.kinds().equals(Set.of(EntityKind.CUSTOMER));
    this.serializer = new OutputSerializer(prefix);
    for (Topic topic : Topic.values()) {
      if (topic.role() == Topic.Role.OUTPUT) {
        tallies.put(topic, new Tally());
      }
    }
  }

  private static boolean[] followed(FeatureList features) {
    boolean[] followed = new boolean[features.size()];
    for (int i = 0; i < followed.length; i++) {
      FeatureSpec feature = features.features().get(i);
      followed[i] =
          feature instanceof FeatureSpec.Windowed windowed
              ? windowed.entity().equals(EntityKind.CUSTOMER)
              : feature instanceof FeatureSpec.OfTwo derived
                  && followed[features.names().indexOf(derived.left())]
                  && followed[features.names().indexOf(derived.right())];
    }
    return followed;
  }

  void accept(Output output) {
    SourcePosition source = output.source();
    if (!compared.contains(source)) {
      return;
    }
    Topic topic = Topic.of(prefix, serializer.serialize(output).topic()).orElseThrow();
    Optional<byte[]> recorded = recording.take(topic, Recording.about(output));
    Output asThen = recorded.map(then -> asRecorded(output, topic, then)).orElse(output);
    ProducerRecord<byte[], byte[]> record = serializer.serialize(asThen);
    byte[] replayed = Recording.content(topic, record.value(), record.headers());
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

  /**
   * What the replay says in terms of the list that was in force then: features that joined later
   * are left out, and those without their history yet are {@code NaN}.
   */
  private Output asRecorded(Output output, Topic topic, byte[] recorded) {
    if (output instanceof FeatureRecord replayed && topic == Topic.FEATURES) {
      FeatureRecord then = FeatureAvro.read(recorded, 0);
      return then.scored() && !isFront(then.listHash(), then.vector().length)
          ? output
          : calling(then, replayed)
              .under(then.generation(), then.vector().length, then.ready(), then.listHash());
    }
    if (output instanceof Prediction replayed) {
      String then = PredictionJson.read(recorded, 0).listHash();
      return fronts.containsValue(then) ? replayed.under(then) : output;
    }
    return output;
  }

  /** Without the entities that an event of its type calls on only since features have joined. */
  private static FeatureRecord calling(FeatureRecord then, FeatureRecord replayed) {
    if (then.touched().size() >= replayed.touched().size()) {
      return replayed;
    }
    Set<String> called = then.touched().stream().map(Touch::entity).collect(Collectors.toSet());
    return replayed.touching(
        replayed.touched().stream()
            .filter(touch -> touch.isCustomer() || called.contains(touch.entity()))
            .toList(),
        replayed.ready());
  }

  /** Whether a list is the front of the one that is replayed. */
  private boolean isFront(String listHash, int size) {
    return size <= features.size()
        && listHash.equals(
            fronts.computeIfAbsent(size, n -> FeatureListHash.of(features.names().subList(0, n))));
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
    Optional<byte[]> elsewhere = recording.take(other, Recording.About.of(source));
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
      FeatureRecord now = FeatureAvro.read(replayed, 0);
      different(
          FeatureAvro.read(recorded, 0),
          FeatureAvro.saysRepairs(recorded) ? now : now.withoutRepairs());
    } else if (topic == Topic.PREDICTIONS && isFromBeforeLineage(recorded, replayed)) {
      tallies.get(topic).same++;
    } else if (topic == Topic.PREDICTIONS && isOfAnotherModel(recorded, replayed)) {
      otherModels++;
    } else if (topic == Topic.PREDICTIONS && !isAllFollowed) {
      notFollowed++;
    } else {
      tallies.get(topic).different++;
      note(topic, source, null, text(topic, recorded), text(topic, replayed));
    }
  }

  /** The same but for what predictions did not say then. */
  private static boolean isFromBeforeLineage(byte[] recorded, byte[] replayed) {
    Prediction then = PredictionJson.read(recorded, 0);
    return then.specHash().isEmpty()
        && then.equals(PredictionJson.read(replayed, 0).withoutLineage());
  }

  private void different(FeatureRecord recorded, FeatureRecord replayed) {
    FeatureRecord then = isAllFollowed ? recorded : followed(recorded);
    FeatureRecord now = isAllFollowed ? replayed : followed(replayed);
    FeatureAvro avro = new FeatureAvro();
    if (Arrays.equals(avro.encode(then), avro.encode(now))) {
      tallies.get(Topic.FEATURES).same++;
      notFollowed += isAllFollowed ? 0 : 1;
      vectors += recorded.scored() ? 1 : 0;
    } else {
      tallies.get(Topic.FEATURES).different++;
      features(then, now);
    }
  }

  /** Only what follows from the recorded order. */
  private FeatureRecord followed(FeatureRecord record) {
    float[] vector = record.vector();
    for (int i = 0; i < Math.min(vector.length, followed.length); i++) {
      vector[i] = followed[i] ? vector[i] : Float.NaN;
    }
    return record.touching(
        record.touched().stream()
            .map(t -> t.isCustomer() ? t : new Touch(t.entity(), Touch.UNANSWERED))
            .toList(),
        record.ready());
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
    pair(pairs, "repaired", recorded.repaired(), replayed.repaired());
    pair(pairs, "asOf", recorded.asOf(), replayed.asOf());
    pair(pairs, "listHash", recorded.listHash(), replayed.listHash());
    float[] then = recorded.vector();
    float[] now = replayed.vector();
    if (recorded.listHash().equals(replayed.listHash()) && then.length == now.length) {
      vectors += recorded.scored() ? 1 : 0;
      for (int i = 0; i < then.length; i++) {
        pair(pairs, features.names().get(i), bits(then[i]), bits(now[i]));
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
        about.entity() == null ? "" : about.entity(),
        about.entity() == null ? 0 : about.touched().get(0).sequence(),
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
    return new Comparison(
        counts, vectors, fields, otherModels, notFollowed, Optional.ofNullable(first));
  }
}
