package io.atomstreams.operators.metrics;

/**
 * A label of a metric and how many values it may have in one subtask, below the values of the
 * labels before it. What comes beyond that is counted under {@link #OTHER}; a gauge of it is not
 * shown, since two of them cannot share a value.
 */
public enum MetricLabel {
  TYPE("type", 18, "type of event, a closed list"),
  OUTCOME("outcome", 4, "`scored`, `updated`, `duplicate`, `late`"),
  REASON("reason", 16, "why a record is a dead letter, a closed list"),
  RULE("rule", 64, "name of a rule in the configuration"),
  MODEL("model", 16, "`name@version`, or `base_rate`", Beyond.OLDEST_LEAVES),
  ROLE("role", 5, "`champion`, `canary`, `shadow`; of a learner `live`, `calibrated`"),
  UNIT("unit", 3, "`shadows`, `explanations`, `profiles`"),
  FEATURE("feature", 64, "name of a feature"),
  LABEL("label", 32, "id of a label in the configuration"),
  KIND("kind", 8, "kind of example, a closed list"),
  FATE("fate", 16, "what became of a question or an answer, a closed list"),
  LEARNER("learner", 1, "id of a learner in the configuration"),
  DETECTOR("detector", 64, "id of a detector in the configuration"),
  SCORER("scorer", 32, "id of a scorer or a learner"),
  THRESHOLD("threshold", 8, "probability from which on a yes is said");

  /** Value that stands for all that have no room. */
  public static final String OTHER = "other";

  /** Value that stands for an empty one. */
  public static final String NONE = "none";

  /** What becomes of a value too many. */
  public enum Beyond {
    /** It is one of the others. */
    IS_OTHER,
    /** The value that was not used for longest makes room: its series end. */
    OLDEST_LEAVES
  }

  private final String key;
  private final int most;
  private final String which;
  private final Beyond beyond;

  MetricLabel(String key, int most, String which) {
    this(key, most, which, Beyond.IS_OTHER);
  }

  MetricLabel(String key, int most, String which, Beyond beyond) {
    this.key = key;
    this.most = most;
    this.which = which;
    this.beyond = beyond;
  }

  /** As Prometheus shows it. */
  public String key() {
    return key;
  }

  /** How many values at most, {@link #OTHER} not among them. */
  public int most() {
    return most;
  }

  /** Which values there are, for people. */
  public String which() {
    return which;
  }

  public Beyond beyond() {
    return beyond;
  }
}
