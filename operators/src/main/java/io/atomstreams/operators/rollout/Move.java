package io.atomstreams.operators.rollout;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be asked to happen to a model version that is, or shall be, in service. */
public enum Move {
  /** It scores along with the champion; nobody acts on its scores. */
  SHADOW,
  /** It answers for a growing share of the entities. */
  CANARY,
  /**
   * It answers for all: after a canary, or at once from the shadow (blue-green). Straight after
   * verification where there is no champion yet.
   */
  PROMOTE,
  /** It leaves service; the champion's place is taken by the one that stands by. */
  ROLLBACK,
  /** It never serves again. */
  RETIRE;

  /** As it is written in records and commands. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isLegalFrom(Stage stage) {
    return switch (this) {
      case SHADOW -> stage == Stage.VERIFIED || stage == Stage.STANDBY;
      case CANARY -> stage == Stage.SHADOW;
      case PROMOTE -> stage == Stage.SHADOW || stage == Stage.CANARY;
      case ROLLBACK -> stage == Stage.SHADOW || stage == Stage.CANARY || stage == Stage.CHAMPION;
      case RETIRE -> stage != Stage.CHAMPION && stage != Stage.RETIRED;
    };
  }

  /** The moves that can be made from a stage, in words. */
  public static List<String> legalFrom(Stage stage) {
    return Arrays.stream(values())
        .filter(move -> move.isLegalFrom(stage))
        .map(Move::word)
        .collect(Collectors.toList());
  }
}
