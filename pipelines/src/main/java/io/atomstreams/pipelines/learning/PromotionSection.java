package io.atomstreams.pipelines.learning;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.evidence.BoundedLoss;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.operators.promotion.AlphaShare;
import io.atomstreams.operators.promotion.PairedTest;
import io.atomstreams.operators.promotion.PromotionPolicy;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.pipelines.config.Section;
import io.atomstreams.pipelines.learning.LearningConfig.PromotionConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how challengers are promoted. */
final class PromotionSection {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  private PromotionSection() {}

  /** All of them; each has an id of its own, after which its operators are called. */
  static List<PromotionConfig> read(List<Section> sections, List<LabelSpec> labels) {
    Set<String> known = new HashSet<>();
    List<PromotionConfig> read = new ArrayList<>();
    for (Section section : sections) {
      String id = section.string("id");
      if (section.has("id") && !known.add(id)) {
        section.problem("id", "is '" + id + "', as that of another promotion; give each its own");
      }
      read(section, labels).ifPresent(read::add);
    }
    return List.copyOf(read);
  }

  private static Optional<PromotionConfig> read(Section section, List<LabelSpec> labels) {
    String label = section.string("label");
    List<String> known = labels.stream().map(LabelSpec::id).toList();
    if (section.has("label") && !known.contains(label)) {
      section.problem("label", "is '%s'; %s".formatted(label, NearestNames.hint(label, known)));
    }
    String id = section.string("id");
    String scorer = section.string("scorer");
    String loss = section.string("loss", "brier");
    Duration every = section.duration("every", Duration.ofMinutes(5), SHORTEST, LONGEST);
    PairedTest.Options usual = PairedTest.Options.DEFAULT;
    double alpha = section.number("alpha", usual.alpha(), 1e-12, 1 - 1e-12);
    int minimum = section.integer("minimum", usual.minimum(), 1, 1_000_000_000);
    int maximum =
        section.integer("maximum", PromotionPolicy.Options.DEFAULT.maximum(), 2, 2_000_000_000);
    double gain = section.number("gain", usual.gain(), 0, 1e9);
    double equivalence = section.number("equivalence", usual.equivalence(), 0, 1e9);
    boolean ramps = section.bool("ramp", true);
    try {
      BoundedLoss bounded = BoundedLoss.parse(loss);
      PairedTest.Options test =
          new PairedTest.Options(
              alpha, minimum, gain, equivalence, bounded.bound(), usual.labels(), usual.spread());
      PromotionPolicy.Options policy =
          new PromotionPolicy.Options(
              test, AlphaShare.LIFETIME, ramps ? Ramp.DEFAULT : null, maximum);
      return Optional.of(new PromotionConfig(id, scorer, label, bounded, every, policy));
    } catch (IllegalArgumentException e) {
      section.problem("loss", "and what stands beside it do not fit: " + e.getMessage());
      return Optional.empty();
    }
  }
}
