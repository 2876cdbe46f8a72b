package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.scoring.Brownout;
import io.atomstreams.operators.scoring.Explanations;
import io.atomstreams.operators.scoring.Guardrails;
import io.atomstreams.operators.scoring.ServingOptions;
import io.atomstreams.pipelines.config.Section;
import java.time.Duration;

/** Reads how a scorer serves, from its section of {@code scoring.yaml}. */
final class ServingSection {

  private ServingSection() {}

  static ServingOptions read(Section scorer) {
    return new ServingOptions(
        scorer.string("models"),
        TrustSection.read(scorer),
        scorer.duration("lead", Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofDays(1)),
        guardrails(scorer.section("guardrails")),
        explanations(scorer.section("explain")),
        new Brownout.Options(
            scorer
                .section("brownout")
                .duration(
                    "threshold",
                    Brownout.Options.DEFAULT.threshold(),
                    Duration.ZERO,
                    Duration.ofHours(1))));
  }

  private static Guardrails guardrails(Section section) {
    Guardrails usual = Guardrails.DEFAULT;
    return new Guardrails(
        section.number("failureRate", usual.failureRate(), 0, 1),
        section.number("latencyRatio", usual.latencyRatio(), 1, 1e6),
        section.number("scoreShift", usual.scoreShift(), 0, 1e3),
        section.number("missingShare", usual.missingShare(), 0, 1),
        section.number("sampleRatioLevel", usual.sampleRatioLevel(), 0, 1),
        section.integer("minimumRows", usual.minimumRows(), 30, 1_000_000_000),
        section.integer("watchRows", usual.watchRows(), 0, 1_000_000_000));
  }

  private static Explanations.Options explanations(Section section) {
    Explanations.Options usual = Explanations.Options.DEFAULT;
    return new Explanations.Options(
        section.number("sample", usual.sample(), 0, 1),
        section.bool("alerts", usual.alerts()),
        section.integer("orders", usual.orders(), 1, 64),
        section.integer("mostPerBatch", usual.mostPerBatch(), 1, 4096));
  }
}
