package io.atomstreams.operators.feature;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads an entity's feature vector off its slices. One walk over the slices, newest first: each is
 * merged into one running accumulator a column, and where a window ends the results of all features
 * over it are taken.
 */
final class Vectorizer implements Serializable {

  private static final long serialVersionUID = 1;

  /** One feature read from a column: {@code index} is its place in the vector. */
  private record Read(int index, int column, Aggregation<Object> result) implements Serializable {}

  /** The features over one window. */
  private record Window(Tier tier, long millis, Read[] reads) implements Serializable {

    static Window of(Duration length, List<Read> reads) {
      return new Window(Tier.forWindow(length), length.toMillis(), reads.toArray(Read[]::new));
    }

    /** First instant the window reads. */
    long edge(long asOf) {
      return tier.start(asOf - millis);
    }

    void take(Object[] running, long asOf, float[] vector) {
      for (Read read : reads) {
        vector[read.index] = (float) read.result.getResult(running[read.column], asOf);
      }
    }
  }

  private final int size;
  private final Derivation derivation;

  /** The shortest first; so the walk reaches their edges in this order. */
  private final Window[] windows;

  Vectorizer(FeatureList list, EntityLayout layout) {
    this.size = list.size();
    this.derivation = new Derivation(list);
    TreeMap<Duration, List<Read>> reads = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      FeatureSpec spec = list.features().get(i);
      if (spec instanceof FeatureSpec.Windowed windowed) {
        int column = layout.indexOf(Column.of(windowed).key());
        reads
            .computeIfAbsent(windowed.window(), length -> new ArrayList<>())
            .add(new Read(i, column, algebra(windowed)));
      }
    }
    this.windows =
        reads.entrySet().stream()
            .map(entry -> Window.of(entry.getKey(), entry.getValue()))
            .toArray(Window[]::new);
  }

  @SuppressWarnings("unchecked") // the column made the accumulator by an aggregation of this form
  private static Aggregation<Object> algebra(FeatureSpec.Windowed feature) {
    return (Aggregation<Object>) feature.aggregation();
  }

  /** The vector as of the entity's clock; {@code NaN} where a feature has no value or default. */
  float[] read(EntityState state) {
    float[] vector = new float[size];
    Object[] running = state.running();
    int slice = state.slices.size() - 1;
    for (Window window : windows) {
      long edge = window.edge(state.clock);
      slice = state.slices.mergeSince(edge, slice, running, state.layout);
      window.take(running, state.clock, vector);
    }
    derivation.complete(vector);
    return vector;
  }
}
