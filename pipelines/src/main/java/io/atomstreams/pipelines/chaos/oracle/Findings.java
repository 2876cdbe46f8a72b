package io.atomstreams.pipelines.chaos.oracle;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what is wrong, and keeps the first of it in words. One thread. */
final class Findings {

  private static final int KEPT = 20;

  /** Kinds of what can be wrong. */
  enum Kind {
    LOST,
    DOUBLED,
    ALTERED,
    OVERTAKEN,
    UNREADABLE,
    VIEWS_DIFFER
  }

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<String> words = new ArrayList<>();

  void note(Kind kind, String what) {
    counts.merge(kind, 1L, Long::sum);
    if (words.size() < KEPT) {
      words.add(what);
    }
  }

  /** An output is not what it must be. */
  void altered(Claim claim, Content expected, Content seen) {
    String words = "";
    if (counts.getOrDefault(Kind.ALTERED, 0L) < KEPT) {
      words =
          "%s is %s, must be %s"
              .formatted(claim, seen.words(claim.topic()), expected.words(claim.topic()));
    }
    note(Kind.ALTERED, words);
  }

  long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  List<String> words() {
    return words;
  }
}
