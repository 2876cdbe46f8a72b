package io.atomstreams.operators.metrics;

import static io.atomstreams.operators.metrics.AtomMetric.Job.LEARNING;
import static io.atomstreams.operators.metrics.AtomMetric.Job.MONITORING;
import static io.atomstreams.operators.metrics.AtomMetric.Job.SCORING;
import static io.atomstreams.operators.metrics.AtomMetric.Kind.COUNTER;
import static io.atomstreams.operators.metrics.AtomMetric.Kind.GAUGE;
import static io.atomstreams.operators.metrics.AtomMetric.Kind.HISTOGRAM;
import static io.atomstreams.operators.metrics.AtomMetric.Unit.NUMBER;
import static io.atomstreams.operators.metrics.AtomMetric.Unit.RATIO;
import static io.atomstreams.operators.metrics.AtomMetric.Unit.SECONDS;
import static io.atomstreams.operators.metrics.MetricLabel.DETECTOR;
import static io.atomstreams.operators.metrics.MetricLabel.FATE;
import static io.atomstreams.operators.metrics.MetricLabel.FEATURE;
import static io.atomstreams.operators.metrics.MetricLabel.KIND;
import static io.atomstreams.operators.metrics.MetricLabel.LABEL;
import static io.atomstreams.operators.metrics.MetricLabel.LEARNER;
import static io.atomstreams.operators.metrics.MetricLabel.MODEL;
import static io.atomstreams.operators.metrics.MetricLabel.OUTCOME;
import static io.atomstreams.operators.metrics.MetricLabel.REASON;
import static io.atomstreams.operators.metrics.MetricLabel.ROLE;
import static io.atomstreams.operators.metrics.MetricLabel.RULE;
import static io.atomstreams.operators.metrics.MetricLabel.SCORER;
import static io.atomstreams.operators.metrics.MetricLabel.THRESHOLD;
import static io.atomstreams.operators.metrics.MetricLabel.TYPE;
import static io.atomstreams.operators.metrics.MetricLabel.UNIT;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every metric of this project. Whoever registers one names it by its constant, so that nothing is
 * measured that is not described here.
 *
 * <p>Names follow Prometheus: base units, {@code _total} for what only grows. Flink puts the keys
 * of labels in front of the name ({@link #exportedName}), and shows what only grows as a gauge that
 * begins anew when its task does.
 */
@SuppressWarnings("ImmutableEnumChecker") // what Set.copyOf and List.of make is never changed
public enum AtomMetric {
  EVENTS("events_total", COUNTER, NUMBER, SCORING, "events by what became of them", TYPE, OUTCOME),
  DEAD_LETTERS(
      "dead_letters_total",
      COUNTER,
      NUMBER,
      EnumSet.of(SCORING, LEARNING),
      "records that could not be used, by reason; of the learning job those it reads",
      REASON),
  PAUSED(
      "paused",
      GAUGE,
      NUMBER,
      EnumSet.allOf(Job.class),
      "1 while the job is told to take nothing in, else 0"),
  EXPRESSION_FAILURES(
      "expression_failures_total",
      COUNTER,
      NUMBER,
      SCORING,
      "values, filters and declared keys of features that failed on an event, which then does not count"),
  RULE_REPAIRS(
      "repairs_total",
      COUNTER,
      NUMBER,
      SCORING,
      "events that a rule which remembers has repaired",
      RULE),
  FIELD_REPAIRS(
      "deserializer.repairs_total",
      COUNTER,
      NUMBER,
      SCORING,
      "events that a rule about a field has repaired",
      RULE),
  BARRIER_LAST(
      "barrier_last_seconds",
      GAUGE,
      SECONDS,
      SCORING,
      "how long the last checkpoint kept a stage that holds entities from its records, from the barrier's arrival (where it is aligned) to the end of its flush"),
  BARRIER_MAX(
      "barrier_max_seconds", GAUGE, SECONDS, SCORING, "the longest of these since the task began"),
  FLUSH_LAST(
      "flush_last_seconds",
      GAUGE,
      SECONDS,
      SCORING,
      "of that, writing the entities that changed out of the buffer, at the last checkpoint"),
  FLUSH_MAX(
      "flush_max_seconds", GAUGE, SECONDS, SCORING, "the longest of these since the task began"),

  PREDICTIONS(
      "predictions_total",
      COUNTER,
      NUMBER,
      SCORING,
      "predictions by version and role",
      MODEL,
      ROLE),
  BASE_RATE_PREDICTIONS(
      "base_rate_predictions_total",
      COUNTER,
      NUMBER,
      SCORING,
      "predictions that no model made: their score is the base rate"),
  LAST_PREDICTION(
      "last_prediction_timestamp_seconds",
      GAUGE,
      SECONDS,
      SCORING,
      "when the latest prediction was made, wall clock; NaN before the first"),
  SCORING_FAILURES(
      "scoring_failures_total",
      COUNTER,
      NUMBER,
      SCORING,
      "rows that another than the assigned model answered: it failed, or its score was no probability"),
  BATCH_ROWS(
      "batch_rows",
      HISTOGRAM,
      NUMBER,
      SCORING,
      "rows in a micro-batch, of the latest 1024 batches"),
  SCORING_TIME(
      "scoring_seconds",
      HISTOGRAM,
      SECONDS,
      SCORING,
      "time in which a micro-batch was scored, of the latest 1024 batches"),
  OPEN_CIRCUITS(
      "open_circuits",
      GAUGE,
      NUMBER,
      SCORING,
      "models left in peace now for having failed several times"),
  SHED(
      "shed_total",
      COUNTER,
      NUMBER,
      SCORING,
      "what was left out under load or beyond a budget",
      UNIT),
  BROWNOUT_LEVEL(
      "brownout_level", GAUGE, NUMBER, SCORING, "how many kinds of work are left out now, 0 to 3"),
  EXPOSURES("exposures_total", COUNTER, NUMBER, SCORING, "records on the topic `exposures`"),
  EXPLANATIONS("explanations_total", COUNTER, NUMBER, SCORING, "predictions that were explained"),
  ROLLOUT_TRANSITION(
      "rollout_transition",
      GAUGE,
      NUMBER,
      SCORING,
      "number of the line-up in force for the latest events; 0: no model yet, or those of a directory"),
  ROLLOUT_PENDING(
      "rollout_pending", GAUGE, NUMBER, SCORING, "1 while a transition is under way, else 0"),
  GUARDRAIL_ROLLBACKS(
      "guardrail_rollbacks_total",
      COUNTER,
      NUMBER,
      SCORING,
      "transitions in which a guardrail sent a version back; from the log of models, every subtask shows them all, and a restart loses none"),
  REFUSED_TRANSITIONS(
      "refused_transitions_total",
      COUNTER,
      NUMBER,
      SCORING,
      "transitions that were asked for and given up; likewise from the log of models"),
  VOID_ACTIVATIONS(
      "void_activations_total",
      COUNTER,
      NUMBER,
      SCORING,
      "activations that came too late for what a subtask had promised, and were written anew; from the log of models"),
  MODEL_LOAD_FAILURES(
      "model_load_failures_total",
      COUNTER,
      NUMBER,
      SCORING,
      "versions of the line-up that the subtask could not make ready when it began"),
  FEATURE_IMPORTANCE(
      "importance",
      GAUGE,
      NUMBER,
      SCORING,
      "mean absolute contribution of a feature, of each that was among a version's ten most important once; renewed every minute",
      MODEL,
      FEATURE),

  EXAMPLES("examples_total", COUNTER, NUMBER, LEARNING, "examples given out", LABEL, KIND),
  LABELS(
      "labels_total",
      COUNTER,
      NUMBER,
      LEARNING,
      "what became of questions, answers and scores; the label is `none` for scores",
      LABEL,
      FATE),
  LABEL_DELAY(
      "delay_seconds",
      HISTOGRAM,
      SECONDS,
      LEARNING,
      "event time from a question to what decided it, of the latest 1024 answers",
      LABEL),
  POSITIVE_RATIO(
      "positive_ratio",
      GAUGE,
      RATIO,
      LEARNING,
      "share of yes in the latest answers to the last 1024 questions; NaN before the first",
      LABEL),
  FOLDED_INPUTS(
      "folded_inputs_total", COUNTER, NUMBER, LEARNING, "records a keyed stage has worked in"),
  LATE_INPUTS(
      "late_inputs_total",
      COUNTER,
      NUMBER,
      LEARNING,
      "of these, those that came behind the watermark and so out of order"),
  WAITING_INPUTS("waiting_inputs", GAUGE, NUMBER, LEARNING, "records that wait for the watermark"),
  LEARNER_EXAMPLES(
      "learner_examples_total",
      COUNTER,
      NUMBER,
      LEARNING,
      "examples that learners are given",
      LABEL),
  DRIFTS("drifts_total", COUNTER, NUMBER, LEARNING, "drifts found", DETECTOR),
  VERSIONS("versions_total", COUNTER, NUMBER, LEARNING, "versions registered", LEARNER),
  CHALLENGES(
      "challenges_total",
      COUNTER,
      NUMBER,
      LEARNING,
      "versions that became a scorer's challenger or its first champion",
      LEARNER),
  PUBLISH_FAILURES(
      "publish_failures_total",
      COUNTER,
      NUMBER,
      LEARNING,
      "versions that could not be registered or announced",
      LEARNER),
  PROMOTION_REQUESTS(
      "promotion_requests_total", COUNTER, NUMBER, LEARNING, "moves asked for on evidence"),
  PROMOTION_FAILURES(
      "promotion_failures_total",
      COUNTER,
      NUMBER,
      LEARNING,
      "times that evidence could not be decided about"),
  ALERTS_RECEIVED(
      "alerts_received_total",
      COUNTER,
      NUMBER,
      LEARNING,
      "alerts that came to the desk; kept in state, a restart loses none"),
  ALERTS_SENT("alerts_sent_total", COUNTER, NUMBER, LEARNING, "messages that it sent; likewise"),
  ALERTS_HELD("alerts_held", GAUGE, NUMBER, LEARNING, "alerts that it holds back now"),

  EVALUATION_END(
      "evaluation_end_timestamp_seconds",
      GAUGE,
      SECONDS,
      LEARNING,
      "event time at which the latest evaluated window ended",
      LABEL,
      SCORER,
      ROLE),
  EVALUATION_EXAMPLES("evaluation_examples", NUMBER, "answers in that window"),
  LOG_LOSS("evaluation_log_loss", NUMBER, "mean logarithmic loss in that window, nats"),
  LOG_LOSS_BASE_RATE(
      "evaluation_log_loss_base_rate",
      NUMBER,
      "the same of always saying the window's own share of yes: what a model must beat"),
  BRIER("evaluation_brier", NUMBER, "mean squared error of the probabilities"),
  BRIER_BASE_RATE("evaluation_brier_base_rate", NUMBER, "the same of always saying that share"),
  ERROR("evaluation_error", RATIO, "share of wrong answers at the first threshold"),
  ERROR_MAJORITY("evaluation_error_majority", RATIO, "the same of always saying what is frequent"),
  ERROR_NO_CHANGE(
      "evaluation_error_no_change", RATIO, "the same of always saying what was said last"),
  AUC("evaluation_auc", RATIO, "area under the ROC curve"),
  AUC_UNCERTAINTY("evaluation_auc_uncertainty", RATIO, "how far it may be off for its rounding"),
  CALIBRATION_ERROR("evaluation_calibration_error", RATIO, "expected calibration error"),
  MEAN_PROBABILITY("evaluation_mean_probability", RATIO, "mean of the probabilities"),
  POSITIVE_SHARE("evaluation_positive_share", RATIO, "share of yes among the answers"),
  KAPPA("evaluation_kappa", NUMBER, "agreement beyond chance, at most 1"),
  KAPPA_MAJORITY("evaluation_kappa_majority", NUMBER, "the same beyond saying what is frequent"),
  KAPPA_TEMPORAL("evaluation_kappa_temporal", NUMBER, "the same beyond saying what was last"),
  FAIRNESS_ALARMS("evaluation_fairness_alarms", NUMBER, "groups with a gap beyond tolerance"),
  FAIRNESS_PARITY_DIFFERENCE(
      "evaluation_fairness_parity_difference", RATIO, "largest gap in the share of yes said"),
  FAIRNESS_PARITY_RATIO(
      "evaluation_fairness_parity_ratio", RATIO, "least share of yes said over the greatest"),
  FAIRNESS_OPPORTUNITY_DIFFERENCE(
      "evaluation_fairness_opportunity_difference",
      RATIO,
      "largest gap in the share of yes said where yes was right"),
  CONFORMAL_THRESHOLD(
      "evaluation_conformal_threshold", RATIO, "threshold published for prediction sets"),
  CONFORMAL_TARGET("evaluation_conformal_target", RATIO, "share of answers they are to hold"),
  COVERAGE("evaluation_coverage", RATIO, "share of answers they held"),
  SET_SIZE("evaluation_set_size", NUMBER, "mean number of answers in one, 0 to 2"),
  PRECISION(
      "evaluation_precision",
      GAUGE,
      RATIO,
      LEARNING,
      "share of right ones where yes was said",
      LABEL,
      SCORER,
      ROLE,
      THRESHOLD),
  RECALL(
      "evaluation_recall",
      GAUGE,
      RATIO,
      LEARNING,
      "share of the yes that were said",
      LABEL,
      SCORER,
      ROLE,
      THRESHOLD),

  PROFILED_RECORDS("profiled_records_total", COUNTER, NUMBER, MONITORING, "records read"),
  UNREADABLE_RECORDS(
      "unreadable_records_total", COUNTER, NUMBER, MONITORING, "of these, those that are no JSON");

  /** What Flink's reporter puts before the groups of an operator. */
  public static final String OPERATOR = "flink_taskmanager_job_task_operator_";

  /** Group of all metrics of ours. */
  public static final String GROUP = "atom";

  private static final Map<String, AtomMetric> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(m -> m.name, Function.identity()));

  private static final String EVALUATION = "evaluation_";
  private static final String OF_DESERIALIZER = "deserializer.";

  /** How a value behaves. */
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  /** What a value is measured in. */
  public enum Unit {
    NUMBER,
    SECONDS,
    RATIO
  }

  /** Whose it is. */
  public enum Job {
    SCORING,
    LEARNING,
    MONITORING
  }

  private final String name;
  private final Kind kind;
  private final Unit unit;
  private final Set<Job> jobs;
  private final String meaning;
  private final List<MetricLabel> labels;

  AtomMetric(
      String name, Kind kind, Unit unit, Set<Job> jobs, String meaning, MetricLabel... labels) {
    this.name = name;
    this.kind = kind;
    this.unit = unit;
    this.jobs = Set.copyOf(jobs);
    this.meaning = meaning;
    this.labels = List.of(labels);
  }

  AtomMetric(String name, Kind kind, Unit unit, Job job, String meaning, MetricLabel... labels) {
    this(name, kind, unit, EnumSet.of(job), meaning, labels);
  }

  /** A figure of the latest evaluation. */
  AtomMetric(String name, Unit unit, String meaning) {
    this(name, GAUGE, unit, LEARNING, meaning, LABEL, SCORER, ROLE);
  }

  /** The metric that shows a figure of evaluations, by the figure's name; empty if none does. */
  public static Optional<AtomMetric> ofEvaluation(String figure) {
    return Optional.ofNullable(BY_NAME.get(EVALUATION + figure));
  }

  /**
   * The metric of this name.
   *
   * @throws IllegalArgumentException if none is declared
   */
  public static AtomMetric named(String name) {
    AtomMetric found = BY_NAME.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "metric %s is not declared: add it to AtomMetric".formatted(name));
    }
    return found;
  }

  /** As it is registered, below the groups of its labels. */
  public String shortName() {
    return isOfDeserializer() ? name.substring(OF_DESERIALIZER.length()) : name;
  }

  /** As Prometheus shows it: behind the keys of its labels. */
  public String exportedName() {
    String keys = labels.stream().map(label -> label.key() + "_").collect(Collectors.joining());
    String place = isOfDeserializer() ? "deserializer_" : "";
    return OPERATOR + place + GROUP + "_" + keys + shortName();
  }

  /** Whether it hangs below the source's deserializer, whose scope Flink sets. */
  private boolean isOfDeserializer() {
    return name.startsWith(OF_DESERIALIZER);
  }

  public Kind kind() {
    return kind;
  }

  public Unit unit() {
    return unit;
  }

  public Set<Job> jobs() {
    return jobs;
  }

  public String meaning() {
    return meaning;
  }

  /** In the order in which they are registered. */
  public List<MetricLabel> labels() {
    return labels;
  }
}
