package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.flink.ScoringOperator;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The shipped settings with a model, with an alert rule that fires often enough on a short stream
 * to be tested, and with a micro-batch that is kept for long.
 */
public final class TestSettings {

  private static final RobustOutlier.Options EASILY_ALARMED =
      new RobustOutlier.Options(32, 3, 1.5, 3, 0.1, Duration.ofHours(1));

  /** So that a checkpoint or a kill hardly ever finds the batch empty. */
  private static final ScoringOperator.Batching PATIENT =
      new ScoringOperator.Batching(256, Duration.ofMillis(500));

  private TestSettings() {}

  /**
   * Reads the settings and saves the model.
   *
   * @param directory where the model goes
   */
  public static ScoringConfig in(Path directory) {
    return of(ScoringConfig.read(ScoringConfigTest.SHIPPED), directory);
  }

  /** Others than the shipped ones, in the same way. */
  static ScoringConfig of(ScoringConfig config, Path directory) {
    ScoringConfig shipped = LinearModelFile.save(config, directory);
    return new ScoringConfig(
        shipped.kafka(),
        shipped.mapped(),
        shipped.time(),
        shipped.validation(),
        shipped.entity(),
        shipped.entityBufferBytes(),
        shipped.features(),
        EASILY_ALARMED,
        shipped.scoredTypes(),
        shipped.scorers().stream().map(TestSettings::patient).toList(),
        shipped.contract(),
        shipped.privacy());
  }

  private static ScorerConfig patient(ScorerConfig scorer) {
    return new ScorerConfig(
        scorer.options(), scorer.on(), scorer.model(), scorer.serving(), PATIENT);
  }
}
