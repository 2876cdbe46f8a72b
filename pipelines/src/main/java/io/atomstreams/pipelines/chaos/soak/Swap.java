package io.atomstreams.pipelines.chaos.soak;

/**
 * One version in another's place.
 *
 * @param at seconds since the first event when it was asked for
 * @param decidedMillis from asking for the shadow to the decision that promotes it
 * @param seenMillis from asking for the shadow to the first prediction of the version
 * @param failure why it did not come to that; empty if it did
 */
public record Swap(
    String from, String to, double at, long decidedMillis, long seenMillis, String failure) {

  public boolean arrived() {
    return failure.isEmpty();
  }
}
