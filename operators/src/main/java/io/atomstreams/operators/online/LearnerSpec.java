package io.atomstreams.operators.online;

import io.atomstreams.operators.calibration.Calibrators;
import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.catalogue.Learners;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A learner with the detectors it carries, as text from which its state can be read again: one line
 * each, {@code learner TYPE}, {@code attribute LEVELS NAME} in the order of a row, {@code watch ID
 * DETECTOR}, {@code calibrate CALIBRATOR} if there is one.
 *
 * @param type as {@link Learners#parse} reads it
 * @param attributes of a row
 * @param watches on losses; those that reset the learner, and those on its own loss
 * @param calibrate as {@link Calibrators#parse} reads it; empty for none
 */
public record LearnerSpec(
    String type, List<Attribute> attributes, List<Watch> watches, String calibrate)
    implements Serializable {

  private static final String LEARNER = "learner ";
  private static final String ATTRIBUTE = "attribute ";
  private static final String WATCH = "watch ";
  private static final String CALIBRATE = "calibrate ";

  public LearnerSpec {
    attributes = List.copyOf(attributes);
    watches = List.copyOf(watches);
    if (!calibrate.isEmpty()) {
      Calibrators.parse(calibrate);
    }
  }

  /** Without a calibrator. */
  public LearnerSpec(String type, List<Attribute> attributes, List<Watch> watches) {
    this(type, attributes, watches, "");
  }

  /**
   * The learner.
   *
   * @throws IllegalArgumentException if there is none of this type, or an option does not fit
   */
  public Learner<?> learner() {
    return Learners.parse(type, new Schema(attributes, Target.binary()));
  }

  /** The codec of what this learner and its detectors know. */
  public LearningCodec<?> codec() {
    return codec(learner());
  }

  <S> LearningCodec<S> codec(Learner<S> learner) {
    return new LearningCodec<>(this, learner);
  }

  List<String> features() {
    return attributes.stream().map(Attribute::name).toList();
  }

  String layout() {
    StringBuilder text = new StringBuilder(LEARNER).append(type).append('\n');
    for (Attribute attribute : attributes) {
      text.append(ATTRIBUTE).append(attribute.levels()).append(' ').append(attribute.name());
      text.append('\n');
    }
    for (Watch watch : watches) {
      text.append(WATCH).append(watch.id()).append(' ').append(watch.of()).append(' ');
      text.append(watch.loss()).append(' ').append(watch.detector()).append('\n');
    }
    if (!calibrate.isEmpty()) {
      text.append(CALIBRATE).append(calibrate).append('\n');
    }
    return text.toString();
  }

  /** What {@link #layout} wrote; what a watch looks at and does is no part of the state. */
  static LearnerSpec parse(String layout) {
    String type = "";
    String calibrate = "";
    List<Attribute> attributes = new ArrayList<>();
    List<Watch> watches = new ArrayList<>();
    for (String line : layout.split("\n", -1)) {
      if (line.startsWith(LEARNER)) {
        type = line.substring(LEARNER.length());
      } else if (line.startsWith(ATTRIBUTE)) {
        String[] words = line.substring(ATTRIBUTE.length()).split(" ", 2);
        attributes.add(new Attribute(words[1], Integer.parseInt(words[0])));
      } else if (line.startsWith(WATCH)) {
        String[] words = line.substring(WATCH.length()).split(" ", 4);
        watches.add(new Watch(words[0], words[3], words[1], Loss.valueOf(words[2]), List.of()));
      } else if (line.startsWith(CALIBRATE)) {
        calibrate = line.substring(CALIBRATE.length());
      }
    }
    return new LearnerSpec(type, attributes, watches, calibrate);
  }
}
