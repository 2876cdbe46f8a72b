package io.atomstreams.pipelines.training;

import java.time.Instant;
import java.util.Optional;

/**
 * A training that is asked for; {@link TrainingRequestJson} checks what comes from outside.
 *
 * @param id chosen by whoever asks
 * @param model whose next version this is to be
 * @param architecture by name
 * @param label id of the label to be learned
 * @param from event time of the first row, if not the log's first
 * @param to event time before which the rows end, if not with the log
 * @param maxRows the latest that many rows are used
 * @param maxEpochs passes over the rows
 * @param maxMinutes of training
 * @param requestedBy who asks
 */
public record TrainingRequest(
    String id,
    String model,
    String architecture,
    String label,
    Optional<Instant> from,
    Optional<Instant> to,
    long seed,
    int maxRows,
    int maxEpochs,
    int maxMinutes,
    String requestedBy) {

  /** How the lineage of a version names the request it answers. */
  public String command() {
    return "atom training-worker, request " + id + " by " + requestedBy;
  }
}
