package io.atomstreams.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The names somebody may have meant.
 *
 * <p>Distance is the restricted Damerau-Levenshtein distance (an insertion, deletion, substitution
 * or swap of neighbours costs 1) between the lower-case forms without {@code -}, {@code _} and
 * blanks. A known name is near if the distance is at most a third of the longer name, rounded up.
 * Cost: length × length per known name.
 */
public final class NearestNames {

  private static final int MOST = 3;

  private NearestNames() {}

  /** At most three near names, nearest first, equals in alphabetical order. */
  public static List<String> of(String name, Collection<String> known) {
    record Near(String name, int distance) {}
    String asked = plain(name);
    return known.stream()
        .distinct()
        .map(k -> new Near(k, distance(asked, plain(k))))
        .filter(n -> n.distance <= (Math.max(asked.length(), plain(n.name).length()) + 2) / 3)
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .limit(MOST)
        .map(Near::name)
        .toList();
  }

  /** The nearest one, if any is near. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    return of(name, known).stream().findFirst();
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

  /** Restricted Damerau-Levenshtein distance of the two texts as they stand. */
  static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, Math.min(previous[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] free = before;
      before = previous;
      previous = row;
      row = free;
    }
    return previous[b.length()];
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }
}
