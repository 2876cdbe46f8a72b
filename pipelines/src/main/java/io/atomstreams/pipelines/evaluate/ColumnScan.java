package io.atomstreams.pipelines.evaluate;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the first pass sees of one column: whether its values are numbers, and which there are. */
final class ColumnScan {

  /** How a missing value is written, besides nothing at all. */
  private static final Set<String> MISSING = Set.of("", "?", "NA", "N/A", "NaN", "nan", "null");

  private final String name;
  private final int most;
  private final Set<String> different = new HashSet<>();
  private long numbers;
  private long texts;
  private String firstText;
  private long firstTextLine;

  /**
   * @param most so many different values are kept and one more
   */
  ColumnScan(String name, int most) {
    this.name = name;
    this.most = most;
  }

  static boolean isMissing(String text) {
    return MISSING.contains(text);
  }

  /** The number, or NaN if it is none, or not finite. */
  static double number(String text) {
    if (text.matches(".*([dDfF]|[xX].*)")) {
      return Double.NaN;
    }
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? number : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  void add(String text, long line) {
    if (isMissing(text)) {
      return;
    }
    if (!Double.isNaN(number(text))) {
      numbers++;
    } else if (texts++ == 0) {
      firstText = text;
      firstTextLine = line;
    }
    if (different.size() <= most) {
      different.add(text);
    }
  }

  /** Whether all that is there is a number. */
  boolean isNumber() {
    return texts == 0;
  }

  long values() {
    return numbers + texts;
  }

  /** How many different values there are, if not too many; else more than were to be kept. */
  int different() {
    return different.size();
  }

  /**
   * @throws TableException if nearly all are numbers, and one is not
   */
  void requireOneKind(String file) {
    if (texts > 0 && numbers > texts) {
      throw new TableException(
          "%s: column %s is a number in %,d rows, but '%s' in line %d; correct or blank it, or take the column as categories: --category %s"
              .formatted(file, name, numbers, firstText, firstTextLine, name));
    }
  }

  /**
   * The values as categories, numbers by size and before texts, so that a category's id does not
   * depend on the order of the rows.
   *
   * @throws TableException if there are too many
   */
  List<String> levels(String file) {
    if (different.size() > most) {
      throw new TableException(
          "%s: column %s has more than %,d different texts; leave it out: --drop %s, or allow more: --levels N"
              .formatted(file, name, most, name));
    }
    return different.stream()
        .sorted(
            Comparator.comparingDouble(
                    (String text) -> {
                      double number = number(text);
                      return Double.isNaN(number) ? Double.POSITIVE_INFINITY : number;
                    })
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }
}
