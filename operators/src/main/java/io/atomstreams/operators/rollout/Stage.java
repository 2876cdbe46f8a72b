package io.atomstreams.operators.rollout;

import java.util.Locale;

/**
 * Where a model version stands with a scorer.
 *
 * <pre>
 *   REGISTERED ─verify─► VERIFIED ─shadow─► SHADOW ─canary─► CANARY ─promote─► CHAMPION
 *                           ▲                  │               │                  │ another is promoted
 *                           └────rollback──────┴───rollback────┘                  ▼
 *                                                                             STANDBY ─(rollback of the champion)─► CHAMPION
 *   RETIRED: from everywhere but CHAMPION, for good
 * </pre>
 */
public enum Stage {
  /** In the registry; nobody has tried it. */
  REGISTERED,
  /** Its files, signature and golden vectors were checked. */
  VERIFIED,
  /** Scores what the champion scores, for comparison only. */
  SHADOW,
  /** Answers for a share of the entities. */
  CANARY,
  /** Answers for all others. */
  CHAMPION,
  /** Was champion before, and is kept warm to be so again. */
  STANDBY,
  /** Never serves again. */
  RETIRED;

  /** As it is written in records and commands. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
