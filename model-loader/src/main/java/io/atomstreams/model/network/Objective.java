package io.atomstreams.model.network;

import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import java.util.List;
import java.util.Map;

/** What a network is to learn, and how its numbers are given out. Immutable. */
public interface Objective {

  /** Numbers an architecture gives for a row. */
  int outputs();

  /** Numbers an example states for a row. */
  int targets();

  /** What is made smaller: any array, whose mean is taken. Both arguments are matrices. */
  <T> T loss(Operations<T> ops, T numbers, T targets);

  /** The named results of a row, in the order of {@link #results()}. */
  <T> Map<String, T> results(Operations<T> ops, T numbers);

  /** Names, types and shapes of the results. */
  List<TensorSpec> results();

  /** Which result is the score. */
  Score score();

  /** Whether the results are values on the scale of what was learned. */
  boolean isValue();
}
