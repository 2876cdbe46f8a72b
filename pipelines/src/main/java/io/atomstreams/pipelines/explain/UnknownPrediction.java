package io.atomstreams.pipelines.explain;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** No record that can be seen has the id. */
public final class UnknownPrediction extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int DIGITS = 32;

  /**
   * Says what was searched, and what may help.
   *
   * @param searched records by topic
   * @param alike ids that begin alike
   */
  UnknownPrediction(String id, Map<String, Long> searched, List<String> alike) {
    super(
        "no prediction has the id %s among the %s that are committed now; %s"
            .formatted(id, sums(searched), help(id, alike)));
  }

  private static String sums(Map<String, Long> searched) {
    return searched.entrySet().stream()
        .map(one -> String.format(Locale.ROOT, "%,d records of %s", one.getValue(), one.getKey()))
        .collect(Collectors.joining(" and "));
  }

  private static String help(String id, List<String> alike) {
    if (!alike.isEmpty()) {
      return "these begin alike: " + String.join(", ", alike);
    }
    if (!id.matches("[0-9a-f]{" + DIGITS + "}")) {
      return "an id has 32 hexadecimal digits in lower case: the field id of a prediction";
    }
    return "a new one can be seen after the job's next checkpoint, an old one until its topic's"
        + " retention has passed";
  }
}
