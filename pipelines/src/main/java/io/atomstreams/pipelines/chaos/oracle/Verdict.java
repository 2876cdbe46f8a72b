package io.atomstreams.pipelines.chaos.oracle;

import java.util.List;

/**
 * What the oracle says of a run.
 *
 * @param inputs records on the event topics
 * @param compared output records that were held against what must come out
 * @param scored predictions among them
 * @param lost outputs that must be there and are not
 * @param doubled outputs that are there once more, or never should have been
 * @param altered outputs with another key, value or reason than they must have
 * @param overtaken inputs that a later one of the same entity and topic was taken in before
 * @param unreadable output records that are none of this release
 * @param stoodIn predictions that another than the assigned model made, each saying so
 * @param takenBack records that only uncommitted readers saw
 * @param viewsDiffer outputs whose last uncommitted record is not the committed one
 * @param problems the first few, in words
 */
public record Verdict(
    long inputs,
    long compared,
    long scored,
    long lost,
    long doubled,
    long altered,
    long overtaken,
    long unreadable,
    long stoodIn,
    long takenBack,
    long viewsDiffer,
    List<String> problems) {

  public Verdict {
    problems = List.copyOf(problems);
  }

  /** Nothing lost, doubled or altered, and both views are equal. */
  public boolean exact() {
    return lost + doubled + altered + overtaken + unreadable + viewsDiffer == 0;
  }
}
