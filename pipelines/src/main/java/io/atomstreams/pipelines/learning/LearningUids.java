package io.atomstreams.pipelines.learning;

/**
 * Names under which a savepoint keeps each operator's state: for ever. What belongs to a learner, a
 * detector or a label is called after its id.
 */
final class LearningUids {

  static final String INPUTS = "learning-inputs";
  static final String DEAD_LETTERS = "learning-dead-letters";
  static final String EXAMPLES = "examples";
  static final String JUDGED_EXAMPLES = "judged-examples-";
  static final String JUDGED = "judged-";
  static final String JUDGED_OF = "judged-of-";
  static final String LEARNER_EXAMPLES = "learner-examples-";
  static final String LEARNER = "learner-";
  static final String LESSONS = "lessons-";
  static final String ALARMS = "alarms-";
  static final String CUTS = "cuts-";
  static final String VERSIONS = "versions-";
  static final String REGISTRY = "registry-";
  static final String DETECTOR = "detector-";
  static final String DETECTOR_EXAMPLES = "detector-examples-";
  static final String EVALUATIONS = "evaluations-";
  static final String SERVED = "served-";
  static final String INTERVALS = "intervals-";
  static final String PROMOTION_EXAMPLES = "promotion-examples-";
  static final String EVIDENCE = "evidence-";
  static final String DECISIONS = "decisions-";
  static final String CONSEQUENCES = "consequences";
  static final String ALERTED = "alerted";
  static final String AS_ALERTS = "as-alerts";
  static final String ALERT_DESK = "alert-desk";
  static final String ALERTS_SENT = "alerts-sent";
  static final String NOT_ALERTED = "not-alerted";
  static final String EVALUATIONS_TO_SHOW = "evaluations-to-show";
  static final String EVALUATION_METRICS = "evaluation-metrics";
  static final String METRICS = "finding-metrics";
  static final String OUTPUTS = "learning-outputs";

  private LearningUids() {}
}
