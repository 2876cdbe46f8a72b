package io.atomstreams.pipelines.replay;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.replay.Place.Standing;
import io.atomstreams.pipelines.tracking.PositionSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts inputs into the order in which they are replayed, entity by entity, and tells which of them
 * the replay can be held to. Keeps about 100 bytes an input and 100 an entity in memory.
 *
 * <p>A late event left no place in the log, and neither did one that a rule about its customer's
 * earlier events has refused. It is put behind the one before it in its partition: what lies
 * between that and the next one of the partition has not moved the clock of its topic, so it is as
 * late there as it was, and has taught no rule anything about its topic.
 */
final class ReplayPlan {

  /** Where an entity's inputs come in one order. */
  private record Origin(String entity, String topic, int partition) {}

  private final ReplayOrder order;
  private final Recording recording;
  private final LongPredicate wanted;
  private final boolean isWhole;
  private final PositionSet written;
  private final PositionSet compared;

  private final List<Place> places = new ArrayList<>();
  private final Map<Origin, Place> latest = new HashMap<>();
  private final Map<String, String> groups = new HashMap<>();
  private final Set<String> entities = new HashSet<>();
  private final Set<String> cutEntities = new HashSet<>();
  private long pending;
  private long unrecorded;
  private long notCompared;

  /**
   * A plan without inputs.
   *
   * @param wanted whether outputs of events of this time are wanted, ms
   * @param beginning the first offsets that the event topics still hold
   */
  ReplayPlan(
      ReplayOrder order,
      Recording recording,
      LongPredicate wanted,
      Map<TopicPartition, Long> beginning) {
    this.order = order;
    this.recording = recording;
    this.wanted = wanted;
    this.isWhole =
        beginning.values().stream().allMatch(offset -> offset == 0)
            && !recording.isCut(Topic.FEATURES);
    this.written = new PositionSet(beginning);
    this.compared = new PositionSet(beginning);
  }

  /**
   * Takes an input; those of one partition must come in their order. What became of an input behind
   * the last recorded one of its partition is still to be committed: it is left out.
   *
   * @param time of the event, or, if it is none, event time when the broker took it, ms
   * @param begin where it lies in the file of all inputs
   */
  void add(Intake intake, long time, long begin) {
    Place place = place(intake, begin);
    if (place.standing() == Standing.UNRECORDED) {
      if (recording.endsBefore(place.source())) {
        pending++;
        return;
      }
      unrecorded++;
    }
    if (intake.hasEntity()) {
      entities.add(place.group());
    }
    if (wanted.test(time)) {
      written.add(place.source());
    }
    places.add(place);
  }

  private Place place(Intake intake, long begin) {
    SourcePosition source = intake.source();
    String group = groups.computeIfAbsent(intake.route(), route -> route);
    FeatureRecord logged = recording.feature(source).orElse(null);
    boolean isRecorded = logged != null || recording.isDeadLetter(source);
    if (order == ReplayOrder.EVENT_TIME) {
      return intake.hasEntity()
          ? new Place(
              group, intake.ts(), 0, intake.event().eventId(), Standing.ACCEPTED, source, begin)
          : Place.alone(group, source, begin);
    }
    if (!intake.hasEntity()) {
      Place alone = Place.alone(group, source, begin);
      return isRecorded ? alone : alone.next(Standing.UNRECORDED, source, begin);
    }
    Origin origin = new Origin(group, source.topic(), source.partition());
    if (logged == null || logged.touched().isEmpty()) {
      Standing standing = isRecorded ? Standing.UNCHANGED : Standing.UNRECORDED;
      return before(origin, source).next(standing, source, begin);
    }
    boolean isRepeated = logged.outcome() == Outcome.DUPLICATE;
    Place place =
        new Place(
            group,
            logged.asOf(),
            logged.touched().get(0).sequence(),
            "",
            isRepeated ? Standing.UNCHANGED : Standing.ACCEPTED,
            source,
            begin);
    latest.put(origin, place);
    return place;
  }

  /**
   * A late event without one before it would pass for an early one, but not at the end; what was
   * refused for what it says stood at the beginning.
   */
  private Place before(Origin origin, SourcePosition source) {
    Place place = latest.get(origin);
    if (place != null) {
      return place;
    }
    return recording.isLate(source) ? Place.last(origin.entity()) : Place.first(origin.entity());
  }

  /** All inputs in their order, those of one entity side by side. Ends the plan. */
  List<Place> ordered() {
    latest.clear();
    groups.clear();
    places.sort(Place.ORDER);
    judge();
    return places;
  }

  /**
   * An entity is held to its record from the first event of a life on, and no longer where numbers
   * are missing that belong to inputs which are not kept any more.
   */
  private void judge() {
    String group = "";
    boolean known = false;
    long next = 1;
    for (Place place : places) {
      if (!place.group().equals(group)) {
        group = place.group();
        known = isWhole || order == ReplayOrder.EVENT_TIME;
        next = 1;
      }
      boolean accepted = place.standing() == Standing.ACCEPTED;
      if (place.standing() == Standing.UNRECORDED) {
        next++;
      } else if (order == ReplayOrder.RECORDED && place.standing() != Standing.ALONE) {
        long found = accepted ? place.sequence() - 1 : place.sequence();
        known = isWhole || (accepted && found == 0) || (known && found < next);
        next = accepted ? place.sequence() + 1 : next;
      }
      hold(place, known || !entities.contains(place.group()));
    }
  }

  private void hold(Place place, boolean held) {
    if (!held) {
      cutEntities.add(place.group());
    }
    if (written.contains(place.source())) {
      if (held) {
        compared.add(place.source());
      } else {
        notCompared++;
      }
    }
  }

  /** Inputs whose outputs are wanted. */
  PositionSet written() {
    return written;
  }

  /** Those of them that must give what is recorded. */
  PositionSet compared() {
    return compared;
  }

  /** Inputs that are left out since what became of them is not committed yet. */
  long pending() {
    return pending;
  }

  /** Replayed inputs without a record. */
  long unrecorded() {
    return unrecorded;
  }

  long entities() {
    return entities.size();
  }

  /** Entities of which inputs are no longer kept. */
  long cutEntities() {
    return cutEntities.size();
  }

  /** Inputs of these that are wanted and that the replay cannot be held to. */
  long notCompared() {
    return notCompared;
  }
}
