package io.atomstreams.operators.promotion;

import io.atomstreams.model.ModelRef;

/**
 * A challenger and what is known of it.
 *
 * @param number the how manieth challenger of its scorer it is, from 1: what share of α it may
 *     spend
 * @param evidence against the champion that serves now; begun anew when another takes its place
 */
public record Candidate(ModelRef model, int number, PairedEvidence evidence) {

  public Candidate {
    if (number < 1) {
      throw new IllegalArgumentException(
          "challenger %s has the number %d, must be 1 or more".formatted(model, number));
    }
  }
}
