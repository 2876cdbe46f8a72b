package io.atomstreams.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The known names nearest to a wrong one, for "did you mean". */
public final class NearestNames {

  private static final int SHOWN = 3;

  private NearestNames() {}

  /**
   * At most three of {@code known}, nearest first by edit distance; ties in alphabetical order.
   * Names further away than half of the longer name are left out. Cost: the product of the lengths,
   * per name.
   */
  public static List<String> of(String wrong, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(wrong, name) * 2 <= Math.max(wrong.length(), name.length()))
        .sorted(
            Comparator.<String>comparingInt(name -> distance(wrong, name))
                .thenComparing(Comparator.naturalOrder()))
        .limit(SHOWN)
        .toList();
  }

  /**
   * A clause to append to a message: {@code did you mean a or b?}, or the list of what there is
   * when nothing is near.
   */
  public static String hint(String wrong, Collection<String> known) {
    List<String> nearest = of(wrong, known);
    if (!nearest.isEmpty()) {
      return "did you mean " + String.join(" or ", nearest) + "?";
    }
    return known.isEmpty()
        ? "there are none"
        : "there are " + String.join(", ", known.stream().sorted().toList());
  }

  /** Levenshtein: the fewest insertions, deletions and replacements of one character. */
  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
