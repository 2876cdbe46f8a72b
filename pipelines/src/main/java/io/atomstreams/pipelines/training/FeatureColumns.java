package io.atomstreams.pipelines.training;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.label.LabelPass.Labelled;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the vectors of a training set are made of.
 *
 * @param listHash hash of the ordered feature names
 * @param names in list order, where the list of that hash is at hand
 */
public record FeatureColumns(String listHash, Optional<List<String>> names) {

  /** The columns of a hash: those of the configured list if it is that one, else nameless ones. */
  public static FeatureColumns of(String listHash, FeatureList configured) {
    return new FeatureColumns(
        listHash,
        configured.hash().equals(listHash) ? Optional.of(configured.names()) : Optional.empty());
  }

  /**
   * One name a column: {@code v0, v1, ...} where they are not known.
   *
   * @throws IllegalArgumentException if a vector is longer or shorter than the others
   */
  List<String> over(List<Labelled> rows) {
    int width =
        names
            .map(List::size)
            .orElseGet(() -> rows.isEmpty() ? 0 : rows.get(0).record().vector().length);
    for (Labelled row : rows) {
      FeatureRecord record = row.record();
      if (record.vector().length != width) {
        throw new IllegalArgumentException(
            "event %s at %s: its vector of list %s has %d values, must have %d"
                .formatted(
                    record.eventId(), record.source(), listHash, record.vector().length, width));
      }
    }
    return names.orElseGet(() -> IntStream.range(0, width).mapToObj(i -> "v" + i).toList());
  }
}
