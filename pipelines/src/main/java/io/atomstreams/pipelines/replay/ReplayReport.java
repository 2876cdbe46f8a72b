package io.atomstreams.pipelines.replay;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was replayed.
 *
 * @param history what the event topics still held: the states begin empty with it
 * @param inputs replayed; those outside of the wanted time too, since states need them
 * @param written inputs of the wanted time, whose outputs were written and compared
 * @param entities that had an input
 * @param cutEntities entities of which inputs are no longer kept: they are replayed from too little
 * @param notCompared inputs of these, of the wanted time
 * @param pending inputs left out, since what became of them is not committed yet
 * @param unrecorded replayed inputs without a record among recorded ones
 * @param rewritten inputs of which a topic has more than one record: the later one stands
 * @param outcomes of the written inputs: {@code scored}, {@code updated}, {@code duplicate}, {@code
 *     predictions}, {@code alerts}, and dead letters by reason
 * @param comparison empty where nothing is recorded
 */
public record ReplayReport(
    ReplayOrder order,
    List<Retained> history,
    long inputs,
    long written,
    long entities,
    long cutEntities,
    long notCompared,
    long pending,
    long unrecorded,
    long rewritten,
    Map<String, Long> outcomes,
    Map<String, Long> deadLetters,
    Optional<Comparison> comparison) {

  /**
   * What an event topic still holds.
   *
   * @param gone records before the first one that is kept
   * @param since when the broker took that, ms; 0 if there is none
   */
  public record Retained(String topic, long records, long gone, long since) {}
}
