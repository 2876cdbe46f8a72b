package io.atomstreams.operators.profile;

import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Profiles JSON records field by field, in Flink's words: {@code createAccumulator, add, merge,
 * getResult}. Accumulators over parts of a stream merge, in any order, to that of the whole.
 *
 * <table>
 *   <caption>How exact a profile is</caption>
 *   <tr><td>records, types, nulls, missing, omitted, min, max, lengths</td><td>exact</td></tr>
 *   <tr><td>mean, deviation</td><td>in doubles: the order of records and merges shows in the last
 *       bits</td></tr>
 *   <tr><td>distinct</td><td>HLL of 2<sup>12</sup> cells: relative standard error 1.6 %, nearly
 *       exact below 384; the bounds given are two standard errors wide</td></tr>
 *   <tr><td>quantiles</td><td>KLL of k = 400: exact up to 400 numbers, then the rank of what is
 *       given is off by at most 0.7 % in 99 of 100 cases</td></tr>
 *   <tr><td>top values</td><td>frequent items of 256 places: exact up to 192 different values, then
 *       each count lies between the bounds given, 1.4 % of the values apart at most; a value more
 *       frequent than that is never left out</td></tr>
 * </table>
 *
 * <p>KLL draws random numbers of its own: beyond 400 numbers the same records give other quantiles
 * within that error, and other bytes in state. Quantiles of profiles are excepted from the rule
 * that the same input gives the same bytes.
 *
 * <p>Memory is bounded: {@code maxFields} fields of at most 12 kB, and 40 kB more for each whose
 * top values are kept. If a stream has more fields, the first by depth and then by name are kept,
 * whatever the order in which they come; values of the others are counted as omitted.
 *
 * <p>Names of fields, and the least and greatest number of each field that is not in {@code
 * countsOnly}, are shown as they are.
 *
 * @see <a href="https://datasketches.apache.org/docs/Architecture/SketchFeaturesMatrix.html">Apache
 *     DataSketches</a>
 */
public final class Profiler implements Serializable {

  /** Names of fields that hold what people are or say: no option shows their values. */
  static final Set<String> PERSONAL = Set.of("customerId", "text");

  private static final long serialVersionUID = 1;
  private static final int MOST_FIELDS = 500;
  private static final int MOST_TOP = 50;

  /**
   * What to keep.
   *
   * @param maxFields 1 to 500
   * @param top how many top values of a field, 0 to 50
   * @param topValues paths of the fields whose top values are shown, such as {@code payment} or
   *     {@code lines[].sku}
   * @param countsOnly names of fields, at any depth, of which nothing is kept that is a value: no
   *     minimum, no quantile, no top value
   */
  public record Options(int maxFields, int top, Set<String> topValues, Set<String> countsOnly)
      implements Serializable {

    public Options {
      if (maxFields < 1 || maxFields > MOST_FIELDS) {
        throw new IllegalArgumentException(
            "maxFields is " + maxFields + ", must be 1 to " + MOST_FIELDS);
      }
      if (top < 0 || top > MOST_TOP) {
        throw new IllegalArgumentException("top is " + top + ", must be 0 to " + MOST_TOP);
      }
      Set<String> hidden = new TreeSet<>(countsOnly);
      hidden.addAll(PERSONAL);
      for (String path : new TreeSet<>(topValues)) {
        String name = lastName(path);
        if (hidden.contains(name)) {
          throw new IllegalArgumentException(
              "topValues names %s, but values of %s are not shown; take it from topValues%s"
                  .formatted(
                      path,
                      name,
                      PERSONAL.contains(name) ? "" : ", or %s from countsOnly".formatted(name)));
        }
      }
      topValues = Set.copyOf(topValues);
      countsOnly = Set.copyOf(hidden);
    }

    private static String lastName(String path) {
      String names = path.replace("[]", "");
      return names.substring(names.lastIndexOf('.') + 1);
    }
  }

  private final Options options;

  public Profiler(Options options) {
    this.options = options;
  }

  public ProfileAccumulator createAccumulator() {
    return new ProfileAccumulator();
  }

  /** Takes a record in; empty stands for one that could not be read. */
  public void add(ProfileAccumulator profile, Optional<JsonRecord> record) {
    if (record.isEmpty()) {
      profile.unreadable++;
      return;
    }
    profile.records++;
    profile.omitted += record.get().omitted();
    for (JsonRecord.Value value : record.get().values()) {
      FieldAccumulator field = profile.field(value.path(), options.maxFields());
      if (field == null) {
        profile.omitted++;
      } else {
        boolean counted = options.countsOnly().contains(value.path().name());
        boolean shown = options.topValues().contains(value.path().toString());
        field.add(value, !counted, shown);
      }
    }
  }

  /** Takes what {@code other} has taken in into {@code profile}, and leaves it unchanged. */
  public ProfileAccumulator merge(ProfileAccumulator profile, ProfileAccumulator other) {
    profile.merge(other, options.maxFields());
    return profile;
  }

  public Profile getResult(ProfileAccumulator profile) {
    return profile.result(options.top());
  }
}
