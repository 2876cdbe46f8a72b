package io.atomstreams.operators.online;

import java.util.List;

/**
 * What is known of a scorer's challengers at an instant.
 *
 * @param champion {@code name@version} of what they are compared with
 * @param at event time, ms: all answers before it are in
 */
public record Standing(String scorer, String champion, long at, List<Challenger> challengers) {

  /**
   * One challenger.
   *
   * @param evidence as {@link io.atomstreams.operators.state.NestedState} writes it
   */
  public record Challenger(String model, byte[] evidence) {}
}
