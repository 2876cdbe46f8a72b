package io.atomstreams.operators.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads an entity's feature vector off its slices. One walk over the slices a column, newest first,
 * collecting the results of its windows from the shortest to the longest on the way.
 */
final class Vectorizer implements Serializable {

  private static final long serialVersionUID = 1;

  /** One feature read from a column: {@code index} is its place in the vector. */
  private record Read(int index, Tier tier, long window, Aggregation<Object> result)
      implements Serializable {

    static Read of(int index, FeatureSpec.Windowed feature) {
      return new Read(index, feature.tier(), feature.window().toMillis(), algebra(feature));
    }

    /** First instant the feature reads. */
    long edge(long asOf) {
      return tier.start(asOf - window);
    }
  }

  private final int size;
  private final Derivation derivation;
  private final List<List<Read>> readsByColumn = new ArrayList<>();

  Vectorizer(FeatureList list, EntityLayout layout) {
    this.size = list.size();
    this.derivation = new Derivation(list);
    for (int c = 0; c < layout.size(); c++) {
      readsByColumn.add(new ArrayList<>());
    }
    for (int i = 0; i < size; i++) {
      FeatureSpec spec = list.features().get(i);
      if (spec instanceof FeatureSpec.Windowed windowed) {
        int column = layout.indexOf(Column.of(windowed).key());
        readsByColumn.get(column).add(Read.of(i, windowed));
      }
    }
    for (List<Read> reads : readsByColumn) {
      reads.sort(Comparator.comparingLong(Read::window));
    }
  }

  @SuppressWarnings("unchecked") // the column made the accumulator by an aggregation of this form
  private static Aggregation<Object> algebra(FeatureSpec.Windowed feature) {
    return (Aggregation<Object>) feature.aggregation();
  }

  /** The vector as of the entity's clock; {@code NaN} where a feature has no value or default. */
  float[] read(EntityState state) {
    float[] vector = new float[size];
    for (int c = 0; c < readsByColumn.size(); c++) {
      readColumn(c, state, vector);
    }
    derivation.complete(vector);
    return vector;
  }

  private void readColumn(int column, EntityState state, float[] vector) {
    List<Read> reads = readsByColumn.get(column);
    if (reads.isEmpty()) {
      return;
    }
    Aggregation<Object> algebra = state.layout.column(column).algebra();
    Object merged = algebra.createAccumulator();
    int slice = state.slices.size() - 1;
    for (Read read : reads) {
      long edge = read.edge(state.clock);
      while (slice >= 0 && state.slices.start(slice) >= edge) {
        Object cell = state.slices.cell(slice--, column, state.layout);
        if (cell != null) {
          merged = algebra.merge(merged, cell);
        }
      }
      vector[read.index()] = (float) read.result().getResult(merged, state.clock);
    }
  }
}
