package io.atomstreams.pipelines.learning;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.calibration.Calibrators;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.online.LearnerSpec;
import io.atomstreams.operators.online.LearningFold;
import io.atomstreams.operators.online.Loss;
import io.atomstreams.operators.online.Segments;
import io.atomstreams.operators.online.Version;
import io.atomstreams.operators.online.Watch;
import io.atomstreams.pipelines.config.Section;
import io.atomstreams.pipelines.learning.LearningConfig.Detection;
import io.atomstreams.pipelines.learning.LearningConfig.LearnerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads learners and detectors: a detector belongs to the learner whose loss it watches, and to
 * every learner of its label if it resets them; one on what served stands for itself.
 */
final class LearnersSection {

  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Duration MINUTE = Duration.ofMillis(Version.MINUTE);
  private static final String NONE = "none";
  private static final String ID = "[a-z][a-z0-9_-]{0,99}";

  private final List<LabelSpec> labels;
  private final FeatureList features;
  private final Segments segments;
  private final Map<String, List<Watch>> byLearner = new HashMap<>();
  private final List<Detection> onServed = new ArrayList<>();

  LearnersSection(List<LabelSpec> labels, FeatureList features, Segments segments) {
    this.labels = labels;
    this.features = features;
    this.segments = segments;
  }

  List<LearnerConfig> read(List<Section> learners, List<Section> detectors) {
    Map<String, String> labelOf = new LinkedHashMap<>();
    for (Section learner : learners) {
      String id = id(learner);
      if (labelOf.put(id, label(learner)) != null) {
        learner.problem("id", "is '" + id + "', as that of another learner; give each its own");
      }
    }
    Set<String> known = new HashSet<>();
    for (Section detector : detectors) {
      if (!known.add(detector.string("id"))) {
        detector.problem("id", "is that of another detector; give each its own");
      }
      watch(detector, labelOf);
    }
    return learners.stream().map(this::learner).flatMap(Optional::stream).toList();
  }

  /** Detectors on the loss of what served, once {@link #read} has come to them. */
  List<Detection> onServed() {
    return List.copyOf(onServed);
  }

  private static String id(Section section) {
    String id = section.string("id");
    if (section.has("id") && !id.matches(ID)) {
      section.problem(
          "id",
          "is '" + id + "', must be lower-case letters, digits, _ and -, starting with a letter");
    }
    return id;
  }

  private String label(Section section) {
    String label = section.string("label");
    List<String> known = labels.stream().map(LabelSpec::id).toList();
    if (section.has("label") && !known.contains(label)) {
      section.problem("label", "is '%s'; %s".formatted(label, NearestNames.hint(label, known)));
    }
    return label;
  }

  private void watch(Section detector, Map<String, String> labelOf) {
    String id = id(detector);
    String type = detector.string("type");
    String[] on = detector.string("on").split("\\.", -1);
    List<Watch.Action> actions = actions(detector);
    boolean ofLearner = on.length == 2 && labelOf.containsKey(on[0]);
    String label = ofLearner ? labelOf.get(on[0]) : label(detector);
    if (on.length != 2 || loss(on[1]).isEmpty()) {
      detector.problem(
          "on", "must be a scorer's or a learner's id, a dot, and log_loss, brier or error");
      return;
    }
    Watch watch;
    try {
      watch = new Watch(id, type, on[0], loss(on[1]).get(), actions);
    } catch (IllegalArgumentException e) {
      detector.problem("type", "is '" + type + "': " + e.getMessage());
      return;
    }
    if (ofLearner) {
      byLearner.computeIfAbsent(on[0], k -> new ArrayList<>()).add(watch);
      return;
    }
    onServed.add(new Detection(label, watch));
    if (actions.contains(Watch.Action.RESET_LEARNER)) {
      labelOf.forEach(
          (learner, its) -> {
            if (its.equals(label)) {
              byLearner.computeIfAbsent(learner, k -> new ArrayList<>()).add(watch);
            }
          });
    }
  }

  private static Optional<Loss> loss(String word) {
    for (Loss loss : Loss.values()) {
      if (loss.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(loss);
      }
    }
    return Optional.empty();
  }

  private static List<Watch.Action> actions(Section detector) {
    List<Watch.Action> actions = new ArrayList<>();
    for (String word : detector.strings("then", List.of("alert"))) {
      Optional<Watch.Action> action = Watch.Action.of(word);
      action.ifPresentOrElse(
          actions::add,
          () ->
              detector.problem(
                  "then", "names '%s', must be of %s".formatted(word, Watch.Action.words())));
    }
    return actions;
  }

  private Optional<LearnerConfig> learner(Section section) {
    String id = section.string("id");
    String type = section.string("type");
    Duration every = section.duration("publishEvery", Duration.ofMinutes(15), MINUTE, LONGEST);
    if (every.toMillis() % MINUTE.toMillis() != 0) {
      section.problem(
          "publishEvery", "must be whole minutes: a version's number is the minute of its cut");
    }
    long atLeast = section.longInteger("atLeast", 1000, 1, Long.MAX_VALUE);
    int shards = section.integer("shards", 1, 1, 1024);
    String model = section.string("model", id);
    Optional<String> scorer = section.optionalString("scorer");
    try {
      LearnerSpec spec =
          new LearnerSpec(
              type,
              features.names().stream().map(Attribute::number).toList(),
              byLearner.getOrDefault(id, List.of()),
              calibrate(section));
      requirePublishing(section, spec.learner());
      return Optional.of(
          new LearnerConfig(
              new LearningFold.Options(
                  id,
                  section.string("label"),
                  features.hash(),
                  spec,
                  every.toMillis(),
                  atLeast,
                  shards,
                  segments),
              model,
              scorer));
    } catch (IllegalArgumentException e) {
      section.problem("type", "is '" + type + "': " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Empty for none. */
  private static String calibrate(Section section) {
    String text = section.string("calibrate", NONE);
    if (text.equals(NONE)) {
      return "";
    }
    try {
      Calibrators.parse(text);
      return text;
    } catch (IllegalArgumentException e) {
      section.problem("calibrate", "is '" + text + "', must be none or fit: " + e.getMessage());
      return "";
    }
  }

  private static <S> void requirePublishing(Section section, Learner<S> learner) {
    if (learner.publish(learner.codec().create()).isEmpty()) {
      section.problem("type", "cannot be served by any engine; take another learner");
    }
  }
}
