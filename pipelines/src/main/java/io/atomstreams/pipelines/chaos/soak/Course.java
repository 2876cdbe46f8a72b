package io.atomstreams.pipelines.chaos.soak;

import java.util.List;

/**
 * All that was seen of a run.
 *
 * @param taskManagers names of the processes whose memory is judged
 * @param rate events a second that were to be sent
 * @param judgedFrom seconds since the first event, from which on memory, latency and lag are held
 *     against each other; what comes before is warm-up
 * @param complete whether every event had its outcome in the end
 * @param swapsWanted how many there should have been
 * @param takenBack transitions of models that others than the run have asked for, in words
 */
public record Course(
    List<String> taskManagers,
    double rate,
    double judgedFrom,
    boolean complete,
    List<Sample> samples,
    int swapsWanted,
    List<Swap> swaps,
    List<String> takenBack) {

  public Course {
    taskManagers = List.copyOf(taskManagers);
    samples = List.copyOf(samples);
    swaps = List.copyOf(swaps);
    takenBack = List.copyOf(takenBack);
  }

  /** The samples after the warm-up. */
  public List<Sample> judged() {
    return samples.stream().filter(sample -> sample.at() >= judgedFrom).toList();
  }
}
